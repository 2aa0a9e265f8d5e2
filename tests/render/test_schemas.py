"""The schemas: every JSON document that commands give fits its own, and a field less or of another kind does not."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

import mefirst
from mefirst.journal.store import Journal
from mefirst.model.record import Record
from mefirst.render.schemas import DOCUMENTS, Document, named, schema_of
from running import NOW, answers, lay_out_sample, noted, records, reflected
from running import mefirst as run
from samples import DAY, ID, KINDS, commitment, effect, entry, needed, nth_id, reported

VALIDATORS: dict[str, Validator] = {}


def validator(name: str) -> Validator:
    """Return what checks documents of a name; formats too."""
    if name not in VALIDATORS:
        schema = schema_of(name)
        VALIDATORS[name] = validator_for(schema)(schema, format_checker=FormatChecker())
    return VALIDATORS[name]


def faults(name: str, document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(document)]


OUTPUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "today": (("--format", "json"),),
    "list": (
        ("list", "8w", "--format", "json"),
        ("list", "..2026-11", "--any", "--tag", "a", "--not-person", "b", "--format", "json"),
        ("list", "all", "--state", "trashed", "--format", "json"),
    ),
    "commitment-list": (
        ("commitment", "list", "--format", "json"),
        ("commitment", "list", "--all", "--format", "json"),
        ("commitment", "list", "--status", "dropped", "--kind", "do", "--format", "json"),
    ),
    "show": (("show", "--format", "json"),),
    "history": (("show", "--history", "--format", "json"),),
    "journal-check": (("journal", "check", "--format", "json"),),
    "journal-list": (("journal", "list", "--format", "json"),),
    "gaps": tuple(
        ("gaps", period, "--by", by, "--format", "json")
        for period, by in (("8w", "dimension"), ("all", "person"), ("7d", "tag"), ("today", "sphere"), ("2025", "pack"))
    ),
    "report": (
        ("report", "--format", "json"),
        ("report", "8w", "--person", "deputy", "--format", "json"),
        ("report", "all", "--format", "json"),
        ("report", "last-quarter", "--format", "json"),
    ),
    "config": (("config", "--format", "json"), ("config", "plain", "--format", "json")),
    "pack-list": (("pack", "list", "--format", "json"),),
    "pack-show": tuple(("pack", "show", pack, "--format", "json") for pack in ("daily", "checkin", "cleanup")),
}  # fmt: skip
"""Commands and the documents they give; `pack check` and `show` of every kind of record have tests of their own."""


def sample(home: Path) -> None:
    lay_out_sample(home)
    noted("one more, so that there is a last one")


def nothing(home: Path) -> None:
    """A journal with one moment in it, of one word."""
    noted("x")


def edges(home: Path) -> None:
    """Halves, waiting effects, texts of every kind, fields of a later version, a draft, a conflict, damage."""
    journal = Journal.create("default", home / "journals" / "default", home / "state")
    lines = [
        effect(2, None, reported("a", 1, quote="“x”"), reported("b", 2), evidence="guess", predicted=0),
        effect(None, 1, dimension="clarity", toward="\u202e\x1b[31m"),
        effect(-3, dimension="energy"),
    ]
    extra = {"later": {"asked": "What?", "answer": [1, {"x": None}]}}
    whole = entry(
        nth_id(1), intent="a\nb", effects=lines, people=("会議",), tags=("a",), extra=extra, future={"x": 1}
    )
    journal.add(whole)
    journal.add(entry(nth_id(2), state="trashed", unsaid="never"))
    journal.add(commitment(nth_id(3), cue="c", response="r", due=DAY, log=[{"on": DAY, "cue_came": True}]))
    for words in ("one", "two"):
        journal._write(
            whole.changed(situation=words, revision=2, parents=journal.get(type(whole), whole.id).heads[:1])
        )
    reflected()
    broken = next((home / "journals").rglob(f"{nth_id(2)}*.json"))
    broken.chmod(0o600)
    broken.write_bytes(b"{")


JOURNALS: tuple[Callable[[Path], None], ...] = (sample, nothing, edges)


@pytest.mark.parametrize("fill", JOURNALS, ids=lambda fill: fill.__name__)
def test_every_document_fits_its_schema(home: Path, fill: Callable[[Path], None]) -> None:
    """Whatever is in the journal, and for every filter and grouping."""
    fill(home)
    for name, commands in OUTPUTS.items():
        for words in commands:
            ran = run(*words, "--now", NOW)
            assert ran.code in {0, 3}, (words, ran.err)
            assert faults(name, ran.json) == [], words
            assert ran.json["schema"] == DOCUMENTS[name].schema
    for line in run("list", "all", "--format", "jsonl", "--now", NOW).out.splitlines():
        assert faults("list-line", json.loads(line)) == []
    for line in run("commitment", "list", "--all", "--format", "jsonl", "--now", NOW).out.splitlines():
        assert faults("commitment-line", json.loads(line)) == []
    _, *lines = map(json.loads, run("export", "--now", NOW).out.splitlines())
    assert [fault for line in lines for fault in faults("export-line", line)] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_record_fits_its_schema(journal: Journal, home: Path, kind: type[Record]) -> None:
    """As it is stored, with the fewest fields; and as `show` gives it."""
    name = kind.SCHEMA.removeprefix("mefirst.").partition("/")[0]
    journal.add(kind.first(ID, recorded_at=NOW, **needed(kind)))
    (stored,) = (home / "journals/default" / kind.FOLDER).rglob("*.json")
    assert faults(name, json.loads(stored.read_bytes())) == []
    shown = run("show", ID, "--format", "json", "--now", NOW)
    assert faults("show", shown.json) == [] if shown.code == 0 else name == "focus"


@pytest.mark.parametrize("kind", ["entries", "commitments"])
def test_the_records_of_the_sample_fit_their_schemas(home: Path, kind: str) -> None:
    """Each file of a journal, as it lies there."""
    lay_out_sample(home)
    name = {"entries": "entry", "commitments": "commitment"}[kind]
    files = list((home / "journals/default" / kind).rglob("*.json"))
    assert len(files) == len(records(home, kind)) > 1
    for path in files:
        assert faults(name, json.loads(path.read_bytes())) == []


@pytest.mark.parametrize(
    "text", ["", "mefirst_pack: 1\nhlep: x\n", "a: b: c\n", None], ids=["empty", "slip", "no yaml", "good"]
)
def test_what_a_check_found_fits_its_schema(tmp_path: Path, text: str | None) -> None:
    """With findings and without."""
    path = tmp_path / "pack.yaml"
    shipped = (Path(__file__).parents[2] / "prompts/daily/pack.yaml").read_text("utf-8")
    path.write_text(shipped if text is None else text, "utf-8")
    found = run("pack", "check", str(path), "--format", "json", "--now", NOW).json
    assert bool(found["findings"]) == (text is not None)
    assert faults("pack-check", found) == []


def test_what_a_purge_a_backup_and_an_export_write_fits_its_schema(home: Path, tmp_path: Path) -> None:
    run("delete", reflected(), "--forever", "--yes", "--now", NOW)
    (marker,) = (home / "journals").rglob("*.purged-*.json")
    assert faults("purged", json.loads(marker.read_bytes())) == []
    assert run("journal", "backup", str(tmp_path / "b.zip"), "--now", NOW).code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert faults("backup", manifest) == []
    assert faults("backup", {**manifest, "files": [{}]}) != []
    export = json.loads(run("export", "--now", NOW).out.splitlines()[0])
    assert faults("export", export) == []
    assert faults("export", {**export, "records": None}) != []


FREE = {"asked", "extra", "answers", "verdicts", "statuses", "changes"}
"""Maps whose keys are the leader's, the pack's or the question's own: any of them may be missing."""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every field of a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name)
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


def short(value: Any) -> Any:
    """Return a document with the fullest of each list of objects alone: it is checked as often as it has fields."""
    if isinstance(value, dict):
        return {name: short(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [short(max(value, key=lambda item: len(json.dumps(item))))]
    return value


def fits(name: str, document: Any, place: tuple[Any, ...], change: Callable[[Any, Any], None]) -> bool:
    """Whether a document still fits with one field changed; it is as before afterwards."""
    target = value_at(document, place[:-1])
    before = deepcopy(target)
    change(target, place[-1])
    try:
        return validator(name).is_valid(document)
    finally:
        target.clear()
        target.update(before)


def drop(target: Any, name: Any) -> None:
    del target[name]


def confuse(target: Any, name: Any) -> None:
    """Put something in its place that no field is."""
    target[name] = {"no": ["field", {"is": "this"}]}


@pytest.mark.parametrize("name", [*OUTPUTS, "pack-check"])
def test_a_field_less_or_of_another_kind_is_caught(home: Path, name: str) -> None:
    """Each field of each document, however deep; a new one beside them is fine everywhere but in a map of texts."""
    sample(home)
    run("reflect", "--answers", "-", "--now", NOW, stdin=answers(next={"cue": "c", "response": "r"}))
    pack = home.parent / "pack.yaml"
    pack.write_text("mefirst_pack: 1\nhlep: x\n")
    commands = {**OUTPUTS, "pack-check": (("pack", "check", str(pack), "--format", "json"),)}
    document = short(run(*commands[name][0], "--now", NOW).json)
    before = deepcopy(document)
    found = [
        place
        for place in places(document)
        if place[:1] != ("summary",)  # that is in gaps, too
        and "changes" not in place[:-1]  # whatever a field was
    ]
    assert len(found) > 6
    assert faults(name, document) == []
    for place in found:
        free = place[-2:-1] and place[-2] in FREE
        assert free or not fits(name, document, place, drop), f"{place} may be missing"
        assert not fits(name, document, place, confuse), f"{place} may be anything"
        if isinstance(value_at(document, place), dict) and place[-1] not in FREE:
            assert fits(name, document, place, grow), f"{place} may not grow"
    assert document == before


def grow(target: Any, name: Any) -> None:
    target[name]["new"] = {"in": ["a", "later", "version"]}


def value_at(document: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        document = document[step]
    return document


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one(name: str) -> None:
    """As its draft says; and it can be printed, with what the document is called."""
    schema = run("schema", name).json
    assert schema == schema_of(name)
    validator_for(schema, default=Draft202012Validator).check_schema(schema)
    assert schema["title"] == DOCUMENTS[name].about


def test_without_a_name_all_are_listed() -> None:
    """A line each; an unknown one names them."""
    out = run("schema").out.splitlines()
    assert [line.split()[0] for line in out] == list(DOCUMENTS)
    ran = run("schema", "gasp")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("'gasp' is not a document. Did you mean 'gaps'?")


@pytest.mark.parametrize(("name", "one"), DOCUMENTS.items())
def test_a_document_leads_to_its_schema_by_what_it_calls_itself(name: str, one: Document) -> None:
    """As a script takes it from the field `schema`; `pack` alone stays what coaches write."""
    if one.schema:
        # lines call themselves what the journal calls them
        own = {"list-line": "entry", "commitment-line": "commitment"}.get(name, name)
        assert named(one.schema) == named(own) == own
    assert run("schema", "mefirst.pack/1").json == schema_of("pack-show")
    assert run("schema", "packs").json == schema_of("pack-list")
    assert run("schema", "pack").json == schema_of("pack")


def test_every_schema_we_name_anywhere_can_be_printed() -> None:
    """But for drafts, and for keys, of an encrypted journal and of partners, which this program alone reads."""
    source = "".join(path.read_text("utf-8") for path in Path(mefirst.__file__).parent.rglob("*.py"))
    named = set(re.findall(r"mefirst\.[a-z-]+/[0-9]+", source))
    private = {f"mefirst.{name}/1" for name in ("draft", "edit", "keys", "leftover", "relationship", "slot")}
    assert named - private == {one.schema for one in DOCUMENTS.values()} - {""}
