"""A translation of a pack: each text beside its source, as in PO files. It changes what is said, never what is done."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mefirst.errors import did_you_mean
from mefirst.packs import yamltree
from mefirst.packs.model import BaseQuestion, Pack
from mefirst.packs.problems import Mark, Problem, Refused
from mefirst.packs.quoting import quoted
from mefirst.packs.shape import Shape
from mefirst.packs.yamltree import Items, Map, Text
from mefirst.speech import is_tag
from mefirst.text import one_line

FORMAT = "1"

_OF_PACK = ("title", "about")
_PLAIN = ("heading", "ask", "vary", "ask_without", "help")
_BY_VALUE = ("options", "labels")
_SHORTENED = 40
_PLAIN_PLACE = re.compile(r"[A-Za-z0-9_.-]+")
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)  # what JSON leaves raw and YAML refuses
_HEAD = (
    "# Translate each 'to'. 'at' says where a text stands, 'from' what it translates.",
    "# Names in braces, such as {intent}, stay as they are.",
)


class Translation(NamedTuple):
    """One text: where it stands in the pack, its source, and its translation, empty where there is none yet."""

    at: str
    from_: str
    to: str
    mark: Mark = Mark()


class Overlay(NamedTuple):
    """The texts of one pack in one language."""

    pack: str
    language: str
    texts: tuple[Translation, ...]
    pack_mark: Mark = Mark()
    language_mark: Mark = Mark()


_CODES = ("P501", "P502", "P503")
_WHOLE = Shape(
    "a translation",
    {"mefirst_translation": Text, "pack": Text, "language": Text, "texts": Items},
    {"mefirst_translation": "1", "pack": "my-pack", "language": "de", "texts": "[]"},
    _CODES,
)
_PART = Shape(
    "a translated text",
    {"at": Text, "from": Text, "to": Text},
    {"at": "title", "from": '"what the pack says"', "to": '"was dort steht"'},
    _CODES,
)


def read_overlay(data: bytes) -> Overlay:
    """Read a translation; Refused holds every problem found."""
    tree = yamltree.read(data)
    problems = _WHOLE.problems(tree)
    if not isinstance(tree, Map):
        raise Refused(problems)
    problems += _of_head(tree)
    listed = tree.entries.get("texts")
    texts = tuple(_texts(listed, problems)) if isinstance(listed, Items) else ()
    if problems:
        raise Refused(problems)
    head = (tree.entries[key].mark for key in ("pack", "language"))
    return Overlay(_said(tree, "pack"), _said(tree, "language"), texts, *head)


def _of_head(tree: Map) -> Iterator[Problem]:
    for key in ("mefirst_translation", "pack", "language"):
        if not isinstance(tree.entries.get(key), Text):
            continue
        said, mark = _said(tree, key), tree.entries[key].mark
        if not said:
            yield Problem("P501", mark, f"Nothing stands after '{key}'.")
        elif key == "mefirst_translation" and said != FORMAT:
            yield Problem("P501", mark, f"Only format {FORMAT} is known: {key}: {FORMAT}")
        elif key == "language" and not is_tag(said):
            yield Problem("P504", mark, f"'{said}' is no language tag. Write it like de or pt-BR.")


def _texts(listed: Items, problems: list[Problem]) -> Iterator[Translation]:
    first: dict[str, int] = {}
    for node in listed.items:
        faults = _PART.problems(node)
        problems += faults
        if faults or not isinstance(node, Map):
            continue
        at, mark = _said(node, "at"), node.entries["at"].mark
        if at in first:
            where = f"'{at}' is translated a second time; first on line {first[at]}."
            problems.append(Problem("P505", mark, where))
        first.setdefault(at, mark.line)
        yield Translation(at, _said(node, "from"), _said(node, "to"), mark)


def _said(tree: Map, key: str) -> str:
    node = tree.entries.get(key)
    return (node.value or "").strip() if isinstance(node, Text) else ""


def texts_of(pack: Pack) -> dict[str, str]:
    """Return every text of a pack by its place, such as `gap.vary.0`, in the order it is read."""
    texts = {setting: said for setting in _OF_PACK if (said := getattr(pack, setting))}
    for question in pack.questions:
        texts |= {f"{question.id}.{place}": said for place, said in _texts_of(question)}
    return texts


def _texts_of(question: BaseQuestion) -> Iterator[tuple[str, str]]:
    for setting in _PLAIN:
        said = getattr(question, setting)
        if isinstance(said, tuple):
            yield from ((f"{setting}.{index}", one) for index, one in enumerate(said))
        elif said:
            yield setting, said
    for setting in _BY_VALUE:
        for value, label in getattr(question, setting, {}).items():
            yield f"{setting}.{value}", label


def translated(pack: Pack, *overlays: Overlay) -> Pack:
    """Return `pack` in the words of `overlays`, the most wanted first; a text that none of them has stays as it is.

    Only text changes, and only where its source is what the pack says now and it quotes the same answers.
    """
    texts, said = texts_of(pack), dict[str, str]()
    for overlay in reversed(overlays):
        for at, one in _placed(pack, overlay).items():
            if one.to and one.from_ == texts.get(at) and not _strange(one):
                said[at] = one.to
    if not said:
        return pack
    return pack.model_copy(
        update={
            **{setting: said[setting] for setting in _OF_PACK if setting in said},
            "language": overlays[0].language,
            "questions": tuple(_reworded(question, said) for question in pack.questions),
        }
    )


def _reworded(question: BaseQuestion, said: Mapping[str, str]) -> BaseQuestion:
    new: dict[str, object] = {}
    for setting in (*_PLAIN, *_BY_VALUE):
        place, old = f"{question.id}.{setting}", getattr(question, setting, None)
        if isinstance(old, tuple):
            new[setting] = tuple(said.get(f"{place}.{index}", one) for index, one in enumerate(old))
        elif isinstance(old, dict):
            new[setting] = {value: said.get(f"{place}.{value}", label) for value, label in old.items()}
        elif place in said:
            new[setting] = said[place]
    return question.model_copy(update=new)


def _placed(pack: Pack, overlay: Overlay) -> dict[str, Translation]:
    """Return translations by their place in the pack as it is now: a renamed question keeps its own."""
    placed: dict[str, Translation] = {}
    for one in overlay.texts:
        question, dot, place = one.at.partition(".")
        if dot and question not in pack.ids:
            placed.setdefault(f"{pack.renamed.get(question, question)}.{place}", one)
        else:
            placed[one.at] = one
    return placed


def _strange(one: Translation) -> bool:
    """Whether a translation quotes other answers than its source."""
    return set(quoted(one.to)) != set(quoted(one.from_))


def check_overlay(pack: Pack, overlay: Overlay) -> list[Problem]:
    """Return what does not fit between a pack and a translation of it; what is missing comes first."""
    if overlay.pack != pack.id:
        return [
            Problem("P506", overlay.pack_mark, f"This translates the pack '{overlay.pack}', not '{pack.id}'.")
        ]
    problems: list[Problem] = []
    if overlay.language.casefold() == pack.language.casefold():
        said = f"The pack itself is written in {pack.language}. Change its own texts instead."
        problems.append(Problem("P511", overlay.language_mark, said))
    texts, placed = texts_of(pack), _placed(pack, overlay)
    problems += [Problem("P509", Mark(), _UNTRANSLATED.format(at)) for at in texts if at not in placed]
    for at, one in placed.items():
        if fault := _fault(at, one, texts):
            problems.append(Problem(fault[0], one.mark, fault[1]))
    return _summed(problems)


def _summed(problems: list[Problem]) -> list[Problem]:
    """Return the problems with many missing translations as one: a translation just begun has nothing else."""
    others = [one for one in problems if one.code != "P509"]
    missing = len(problems) - len(others)
    if missing <= _MOST_NAMED:
        return problems
    return [Problem("P509", Mark(), _MANY_UNTRANSLATED.format(missing)), *others]


_MOST_NAMED = 3
_MANY_UNTRANSLATED = "{} texts have no translation yet; they are shown in the language of the pack."
_UNTRANSLATED = "'{}' has no translation yet; it is shown in the language of the pack."


def _fault(at: str, one: Translation, texts: Mapping[str, str]) -> tuple[str, str] | None:
    now = texts.get(at)
    if now is None:
        near = did_you_mean(at, list(texts))
        return "P507", f"The pack has no text at '{one.at}'.{near} Change it, or delete these lines."
    if not one.to:
        return "P509", _UNTRANSLATED.format(at)
    if one.from_ != now:
        before, after = (
            json.dumps(one_line(text, _SHORTENED), ensure_ascii=False) for text in (one.from_, now)
        )
        return (
            "P510",
            f"'{at}' translates {before}; the pack now says {after}. Translate that, and put it into 'from'.",
        )
    if _strange(one):
        source, found = (
            " ".join(f"{{{name}}}" for name in quoted(text)) or "nothing" for text in (now, one.to)
        )
        return "P508", f"'{at}' quotes {source}, its translation {found}. Names in braces stay as they are."
    return None


def refreshed(pack: Pack, overlay: Overlay | None, language: str) -> str:
    """Return the YAML of a translation brought up to date: every text, in the order of the pack.

    A translation is kept as it was. A stale one keeps its old source too, so that it stays stale until
    somebody has looked at it. What the pack no longer says is left out.
    """
    placed = _placed(pack, overlay) if overlay else {}
    lines = [*_HEAD, f"mefirst_translation: {FORMAT}", f"pack: {pack.id}", f"language: {language}", "texts:"]
    for at, source in texts_of(pack).items():
        lines += _entry(at, source, placed.get(at))
    return "\n".join((*lines, ""))


def _entry(at: str, source: str, before: Translation | None) -> Iterator[str]:
    yield f"  - at: {at if _PLAIN_PLACE.fullmatch(at) else _double_quoted(at)}"
    if before is None or not before.to:
        yield f"    from: {_double_quoted(source)}"
        yield '    to: ""  # new'
        return
    if before.from_ != source:
        yield f"    # stale: the source is now {_double_quoted(source)}"
    yield f"    from: {_double_quoted(before.from_)}"
    yield f"    to: {_double_quoted(before.to)}"


def _double_quoted(text: str) -> str:
    """Return `text` as a double-quoted YAML scalar: JSON's escapes are YAML's too."""
    return _UNPRINTABLE.sub(
        lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False)
    )
