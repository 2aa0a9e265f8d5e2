"""Translations: read with their places, put over a pack without touching its logic, checked and brought up to date."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.packs import overlay as module
from mefirst.packs.codes import CODES
from mefirst.packs.model import ChoiceQuestion, Pack, ScaleQuestion
from mefirst.packs.overlay import (
    Overlay,
    Translation,
    check_overlay,
    read_overlay,
    refreshed,
    texts_of,
    translated,
)
from mefirst.packs.problems import WARNINGS, Mark, Refused
from mefirst.packs.reader import read_pack, validate
from mefirst.paths import packaged

PACK = read_pack(
    b"""\
mefirst_pack: 1
id: small
version: 1.0.0
title: A small one
about: It has every kind of text.
for: entry
questions:
  - {id: title, type: short, ask: Which moment?, fills: situation, required: yes}
  - id: hope
    type: long
    heading: What was the intent?
    ask: What did you hope?
    vary: [What for?, "And in {title}, what for?"]
    help: As it was then.
    fills: intent
    required: yes
  - id: how
    type: choice
    ask: How was it?
    options: {good: Good, so.so: "So, so"}
  - id: weight
    type: scale
    from: -1
    to: 1
    ask: How heavy?
    labels: {-1: light, 1: heavy}
  - id: came
    type: long
    ask: You said {how}. What came?
    ask_without: What came?
    when: {weight: {at_least: 0}}
    fills: impact
"""
).pack
PLACES = [
    "title", "about", "title.ask", "hope.heading", "hope.ask", "hope.vary.0", "hope.vary.1", "hope.help",
    "how.ask", "how.options.good", "how.options.so.so", "weight.ask", "weight.labels.-1", "weight.labels.1",
    "came.ask", "came.ask_without",
]  # fmt: skip
HEAD = "mefirst_translation: 1\npack: small\nlanguage: de\ntexts:\n"
SHIPPED = sorted(packaged("prompts").glob("*/lang/*.yaml"))


def overlay(*texts: tuple[str, str, str], language: str = "de", pack: str = "small") -> Overlay:
    return Overlay(pack, language, tuple(Translation(*text) for text in texts))


def of_all(language: str = "de") -> Overlay:
    """A translation of every text into itself with the language in front."""
    return overlay(
        *((at, said, f"{language}: {said}") for at, said in texts_of(PACK).items()), language=language
    )


def found(pack: Pack, given: Overlay) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in check_overlay(pack, given)]


# ---- reading


def test_a_translation_is_read_with_the_place_of_each_text() -> None:
    """Blanks around a text do not count, and what is not translated yet is empty."""
    data = (
        HEAD
        + """\
  - at: title
    from: ' A small one '
    to: Klein, aber da
  - {at: about, from: "It has.\\n", to: }
"""
    )
    assert read_overlay(data.encode()) == Overlay(
        "small",
        "de",
        (
            Translation("title", "A small one", "Klein, aber da", Mark(5, 9)),
            Translation("about", "It has.", "", Mark(8, 10)),
        ),
        Mark(2, 7),
        Mark(3, 11),
    )


EXAMPLES: list[tuple[str, str, int, int, str]] = [
    ("P501", "- a\n", 1, 1, "it begins with 'mefirst_translation:'"),
    ("P501", HEAD.replace(": 1", ": 2", 1) + "  []", 1, 22, "Only format 1 is known"),
    ("P501", HEAD + "  at: title\n", 5, 3, "'texts' takes a list"),
    ("P501", HEAD.replace("small", "[small]") + "  []", 2, 7, "'pack' takes a text"),
    ("P501", HEAD.replace(" small", "") + "  []", 2, 6, "Nothing stands after 'pack'"),
    ("P501", HEAD, 4, 7, "'texts' takes a list"),
    ("P501", HEAD + "  - title\n", 5, 5, "it begins with 'at:'"),
    ("P501", HEAD + "  - {at: title, from: [a], to: b}\n", 5, 23, "'from' takes a text"),
    ("P502", "mefirst_translation: 1\nlanguage: de\ntexts: []\n", 1, 1, "'pack' is missing. Add a line: pack: my-pack"),
    ("P502", HEAD + "  - {at: title, to: b}\n", 5, 5, "'from' is missing"),
    ("P503", HEAD + "  []\nlang: de\n", 6, 1, "'lang' is not a setting of a translation. Did you mean 'language'?"),
    ("P503", HEAD + "  - {at: title, form: a, from: a, to: b}\n", 5, 17, "Did you mean 'from'?"),
    ("P504", HEAD.replace("de", "german") + "  []", 3, 11, "Write it like de or pt-BR"),
    ("P504", HEAD.replace("de", "../de") + "  []", 3, 11, "no language tag"),
    ("P505", HEAD + "  - {at: title, from: a, to: b}\n  - {at: title, from: a, to: c}\n", 6, 10, "first on line 5"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "data", "line", "column", "says"), EXAMPLES)
def test_what_cannot_be_read_is_named_with_its_place(
    code: str, data: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_overlay(data.encode())
    (problem,) = refused.value.problems
    assert (problem.code, problem.mark) == (code, Mark(line, column))
    assert says in problem.message


def test_everything_that_is_wrong_is_said_at_once() -> None:
    data = "mefirst_translation: 3\nlanguage: German\nlang: x\ntexts:\n  - at: title\n    from: a\n  - b\n"
    with pytest.raises(Refused) as refused:
        read_overlay(data.encode())
    assert [(one.code, one.mark.line) for one in refused.value.problems] == [
        ("P502", 1), ("P501", 1), ("P504", 2), ("P503", 3), ("P502", 5), ("P501", 7),
    ]  # fmt: skip


# ---- putting it over the pack


def test_the_texts_of_a_pack_are_found_by_their_places_in_reading_order() -> None:
    texts = texts_of(PACK)
    assert list(texts) == PLACES
    assert texts["title"] == "A small one"
    assert texts["title.ask"] == "Which moment?"
    assert texts["how.options.so.so"] == "So, so"


def test_every_text_of_a_pack_can_be_translated() -> None:
    """The pack says all of it in the other language then, and says so."""
    german = translated(PACK, of_all())
    assert texts_of(german) == {at: f"de: {said}" for at, said in texts_of(PACK).items()}
    assert german.language == "de"
    how, weight = german.question("how"), german.question("weight")
    assert isinstance(how, ChoiceQuestion)
    assert isinstance(weight, ScaleQuestion)
    assert how.options == {"good": "de: Good", "so.so": "de: So, so"}
    assert weight.labels == {-1: "de: light", 1: "de: heavy"}
    assert german.question("hope").wordings()[1] == "de: What for?"


@pytest.mark.parametrize(
    "text",
    [
        ("hope.ask", "What had you hoped?", "Was hast du gehofft?"),
        ("hope.ask", "What did you hope?", ""),
        ("hope.ask", "What did you hope?", "Was hast du in {title} gehofft?"),
        ("hope.vary.1", "And in {title}, what for?", "Und wozu?"),
        ("hope.vary.2", "What did you hope?", "Wozu?"),
        ("hope.fills", "intent", "impact"),
        ("hope.id", "hope", "hoffnung"),
        ("weight.from", "-1", "0"),
        ("how.options.bad", "Bad", "Schlecht"),
        ("id", "small", "klein"),
        ("version", "1.0.0", "2.0.0"),
    ],
)
def test_what_is_stale_empty_strange_or_no_text_changes_nothing(text: tuple[str, str, str]) -> None:
    assert translated(PACK, overlay(text)) == PACK


def test_each_text_falls_back_on_the_next_language() -> None:
    """Brazilian where there is Brazilian, else Portuguese, else what the pack says."""
    brazilian = overlay(
        ("hope.ask", "What did you hope?", "pt-BR"), ("how.ask", "stale", "pt-BR"), language="pt-BR"
    )
    portuguese = overlay(
        ("hope.ask", "What did you hope?", "pt"), ("how.ask", "How was it?", "pt"), language="pt"
    )
    both = translated(PACK, brazilian, portuguese)
    assert [both.question(name).ask for name in ("hope", "how", "weight")] == ["pt-BR", "pt", "How heavy?"]
    assert both.language == "pt-BR"


def test_a_renamed_question_keeps_its_translation() -> None:
    renamed = PACK.model_copy(update={"renamed": {"wish": "hope"}})
    given = overlay(("wish.ask", "What did you hope?", "Was hast du gehofft?"))
    assert translated(renamed, given).question("hope").ask == "Was hast du gehofft?"
    assert "P507" not in {code for code, _ in found(renamed, given)}
    assert translated(PACK, given) == PACK


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.booleans(), WORDS), max_size=20))
def test_no_translation_ever_changes_the_logic(texts: list[tuple[str, bool, str]]) -> None:
    """Whatever it says: the ids, the types, the values, the conditions and what each text quotes stay."""
    now = texts_of(PACK)
    given = overlay(*((at, now[at] if fits else f"{now[at]}!", to) for at, fits, to in texts))
    after = translated(PACK, given)
    assert _logic(after) == _logic(PACK)
    for at, said in texts_of(after).items():
        assert set(re.findall(r"\{[a-z]+\}", said)) == set(re.findall(r"\{[a-z]+\}", now[at]))


def _logic(pack: Pack) -> Any:
    texts = {"heading", "ask", "ask_without", "help", "vary", "options", "labels"}
    return (
        pack.model_dump(exclude={"title", "about", "language", "questions"}),
        [question.model_dump(exclude=texts) for question in pack.questions],
        [
            list(getattr(question, "options", ())) + list(getattr(question, "labels", ()))
            for question in pack.questions
        ],
        [len(question.wordings()) for question in pack.questions],
    )


# ---- checking


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (("hoep.ask", "What did you hope?", "x"), "P507", "no text at 'hoep.ask'. Did you mean 'hope.ask'?"),
        (("hope.vary.2", "What for?", "x"), "P507", "no text at 'hope.vary.2'. Did you mean 'hope.vary."),
        (("hope.ask", "What did you hope?", ""), "P509", "'hope.ask' has no translation yet"),
        (
            ("hope.ask", 'What had you "hoped" for, on that day in autumn?', "x"),
            "P510",
            r"""translates "What had you \"hoped\" for, on that day i…"; the pack now says "What did you hope?".""",
        ),
        (("hope.vary.1", "And in {title}, what for?", "In {titel}?"), "P508", "{title}, its translation {titel}."),
        (("hope.ask", "What did you hope?", "In {title}?"), "P508", "quotes nothing, its translation {title}."),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_pack_is_named(text: tuple[str, str, str], code: str, says: str) -> None:
    rest = (one for one in of_all().texts if one.at != text[0])
    given = Overlay("small", "de", (*rest, Translation(*text, mark=Mark(9, 9))))
    problems = [problem for problem in check_overlay(PACK, given) if problem.mark == Mark(9, 9)]
    assert [problem.code for problem in problems] == [code]
    assert says in problems[0].message
    assert problems[0].warning is (code in {"P509", "P510"})


def test_a_whole_translation_has_nothing_to_say_about() -> None:
    assert check_overlay(PACK, of_all()) == []


def test_up_to_three_texts_without_a_translation_are_named_and_more_are_counted() -> None:
    """A translation just begun has nothing else: a line says so, whether the texts are empty or left out."""
    for count in range(4):
        missing = check_overlay(PACK, of_all()._replace(texts=of_all().texts[count:]))
        assert [re.findall("'([^']+)'", problem.message)[0] for problem in missing] == PLACES[:count]
        assert all(problem.code == "P509" and problem.warning for problem in missing)
    assert found(PACK, overlay(*((at, said, "") for at, said in texts_of(PACK).items()))) == found(
        PACK, overlay()
    )
    assert found(PACK, overlay()) == [
        ("P509", f"{len(PLACES)} texts have no translation yet; they are shown in the language of the pack.")
    ]


def test_the_translation_of_another_pack_is_not_compared() -> None:
    assert found(PACK, overlay(pack="large")) == [("P506", "This translates the pack 'large', not 'small'.")]


def test_a_pack_is_not_translated_into_its_own_language() -> None:
    assert found(PACK, of_all("en"))[0][0] == "P511"


def test_every_code_has_an_example_and_an_explanation() -> None:
    said = set(re.findall(r'"(P\d{3})"', inspect.getsource(module)))
    assert said == {code for code in CODES if code.startswith("P5")}
    assert {code for code in WARNINGS if code.startswith("P5")} == {"P509", "P510"}
    assert {one[0] for one in EXAMPLES} | {"P506", "P507", "P508", "P509", "P510", "P511"} == said


# ---- bringing up to date


def test_a_new_translation_holds_every_text_and_waits_for_words() -> None:
    document = refreshed(PACK, None, "de")
    assert document.count('    to: ""  # new\n') == len(PLACES)
    assert '  - at: hope.vary.1\n    from: "And in {title}, what for?"\n    to: ""  # new\n' in document
    fresh = read_overlay(document.encode())
    assert (fresh.pack, fresh.language, [one.at for one in fresh.texts]) == ("small", "de", PLACES)
    assert {code for code, _ in found(PACK, fresh)} == {"P509"}
    assert translated(PACK, fresh) == PACK


def test_refreshing_keeps_what_is_there_marks_the_stale_and_leaves_out_what_is_gone() -> None:
    before = overlay(
        ("gone.ask", "Gone?", "Weg?"),
        ("hope.ask", 'What "had" you hoped?', "Was hast du\n„gehofft“?"),
        ("title", "A small one", "Eine \\ kleine"),
        ("about", "It had.", ""),
    )
    lines = refreshed(PACK, before, "de").splitlines()
    assert lines[2:16] == [
        "mefirst_translation: 1",
        "pack: small",
        "language: de",
        "texts:",
        "  - at: title",
        '    from: "A small one"',
        '    to: "Eine \\\\ kleine"',
        "  - at: about",
        '    from: "It has every kind of text."',
        '    to: ""  # new',
        "  - at: title.ask",
        '    from: "Which moment?"',
        '    to: ""  # new',
        "  - at: hope.heading",
    ]
    stale = lines.index("  - at: hope.ask")
    assert lines[stale + 1 : stale + 4] == [
        '    # stale: the source is now "What did you hope?"',
        '    from: "What \\"had\\" you hoped?"',
        '    to: "Was hast du\\n„gehofft“?"',
    ]
    assert not any("gone" in line for line in lines)


def test_a_stale_text_stays_stale_until_its_source_is_put_right() -> None:
    """Refreshing alone never makes an old translation pass for one of the new source."""
    document = refreshed(PACK, overlay(("hope.ask", "What had you hoped?", "Was?")), "de")
    again = read_overlay(document.encode())
    assert [code for code, said in found(PACK, again) if "hope.ask" in said] == ["P510"]
    assert translated(PACK, again) == PACK
    mended = document.replace('from: "What had you hoped?"', 'from: "What did you hope?"')
    assert translated(PACK, read_overlay(mended.encode())).question("hope").ask == "Was?"
    assert "# stale" not in refreshed(PACK, read_overlay(mended.encode()), "de")


READABLE = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        include_characters="\t\n",
    ),
    max_size=60,
)


@given(READABLE.filter(str.strip), READABLE, READABLE, st.from_regex(r"\S{1,20}", fullmatch=True))
def test_what_was_refreshed_reads_back_and_refreshes_to_the_same_bytes(
    ask: str, source: str, to: str, value: str
) -> None:
    """Any text a pack can hold, quotes, braces and signs that mean something to YAML included."""
    document = {
        "mefirst_pack": "1", "id": "small", "version": "1.0.0", "title": "T", "for": "review",
        "questions": [{"id": "q", "type": "choice", "ask": ask, "options": {_printable(value): ask}}],
    }  # fmt: skip
    pack, faults = validate(document)
    assert pack is not None, faults
    before = overlay(("q.ask", pack.question("q").ask, to.strip()), ("title", source.strip(), to.strip()))
    once = refreshed(pack, before, "de")
    back = read_overlay(once.encode())
    assert refreshed(pack, back, "de") == once
    placed = {one.at: (one.from_, one.to) for one in back.texts}
    assert list(placed) == list(texts_of(pack))
    assert placed["q.ask"] == (pack.question("q").ask, to.strip())
    assert placed["title"] == ((source.strip() if to.strip() else "T"), to.strip())


def _printable(value: str) -> str:
    return "".join(one for one in value if one.isprintable()) or "x"


# ---- the ones we ship


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_shipped_translation_is_whole_and_up_to_date(path: Path) -> None:
    pack = read_pack((path.parents[1] / "pack.yaml").read_bytes()).pack
    given = read_overlay(path.read_bytes())
    assert check_overlay(pack, given) == []
    assert (given.language, [one.at for one in given.texts]) == (path.stem, list(texts_of(pack)))
    again = read_overlay(refreshed(pack, given, path.stem).encode())
    assert [one[:3] for one in again.texts] == [one[:3] for one in given.texts]


def test_every_shipped_pack_speaks_german() -> None:
    packs = {path.parent.name for path in packaged("prompts").glob("*/pack.yaml")}
    assert packs
    assert {path.parts[-3] for path in SHIPPED if path.stem == "de"} == packs
