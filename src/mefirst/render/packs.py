"""Packs as people read them: a list, every question of one, what a check found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mefirst.packs.conditions import Condition, Test, is_unanswered
from mefirst.packs.model import BaseQuestion, Pack
from mefirst.packs.problems import Problem
from mefirst.text import Canvas, clip, pad, safe, safe_lines, width, wrap

if TYPE_CHECKING:
    from mefirst.render import shapes


SHIPPED = "shipped"
"""The source of a pack that came with mefirst."""


class Row(NamedTuple):
    """One pack of the list."""

    id: str
    version: str
    title: str
    for_: str
    minutes: int | None
    source: str
    state: str
    words: str
    sha256: str


class Found(Protocol):
    """One thing a check found."""

    @property
    def file(self) -> str:
        """The file it is in."""
        ...

    @property
    def problem(self) -> Problem:
        """What is wrong, and where."""
        ...

    @property
    def replacement(self) -> str | None:
        """The line to paste instead, if there is one."""
        ...

    @property
    def warning(self) -> bool:
        """Whether the pack can be used all the same."""
        ...


def listed(rows: Sequence[Row], canvas: Canvas) -> str:
    """Return the packs, a line each; of those that were added a second one with where from and in what state."""
    name = max((width(row.id) for row in rows), default=0)
    version = max((width(row.version) for row in rows), default=0)
    lines = []
    for row in rows:
        minutes = f", {row.minutes} min" if row.minutes else ""
        about = f"{safe(row.title)} ({row.for_}{minutes})" if row.title else "cannot be used"
        lines.append(clip(f"{pad(row.id, name)}  {pad(row.version, version)}  {about}", canvas.width))
        if row.source != SHIPPED:
            lines += [
                f"  {line}"
                for line in wrap(f"{safe(row.source)} · {row.state} · {row.words}", canvas.width - 2)
            ]
    return "\n".join(lines)


def told(row: Row) -> str:
    """Return a pack of the list in a sentence, without signs that a screen reader would spell."""
    minutes = f", {row.minutes} minutes" if row.minutes else ""
    about = f"{safe(row.title)}, for: {row.for_}{minutes}" if row.title else "cannot be used"
    came = (
        "came with mefirst" if row.source == SHIPPED else f"added from {safe(row.source)}, {safe(row.state)}"
    )
    return f"{row.id} {row.version}: {about}, {came}, four words {row.words}."


def shown(pack: Pack, words: str, files: Sequence[str], canvas: Canvas, *, ours: bool) -> str:
    """Return a pack whole: what it is, who wrote it, every question with what it fills and when it is asked.

    Whether it is `ours` says where it came from, never the name of the author in it.
    """
    return "\n".join(_shown(pack, words, files, canvas, ours=ours))


def _shown(pack: Pack, words: str, files: Sequence[str], canvas: Canvas, *, ours: bool) -> Iterator[str]:
    minutes = f", about {pack.minutes} minutes" if pack.minutes else ""
    yield from wrap(f"{safe(pack.title)} ({pack.id} {pack.version}, for: {pack.for_}{minutes})", canvas.width)
    if pack.about:
        yield from wrap(safe(pack.about), canvas.width)
    if not ours:
        author = safe(pack.author or "somebody who gives no name")
        yield from wrap(f"Written by {author}, not by mefirst.", canvas.width)
    languages = [path[5:-5] for path in files if path.startswith("lang/")]
    yield from wrap(f"Language: {', '.join([pack.language, *languages])}. Four words: {words}", canvas.width)
    for number, question in enumerate(pack.questions, 1):
        yield ""
        yield from wrap(f"{number}. {question.id} ({_about(question)})", canvas.width)
        for wording in question.wordings():
            for part in safe_lines(wording):
                yield from wrap(part, canvas.width, "   ")
        for value, label in getattr(question, "options", {}).items():
            yield from wrap(f"{safe(value)}: {safe(label)}", canvas.width, "     ")


def _about(question: BaseQuestion) -> str:
    parts = [question.type]
    parts += [f"fills {question.fills}"] if question.fills else []
    parts += ["required"] if question.required else []
    if question.when:
        parts.append(f"asked if {_condition(question.when)}")
    return ", ".join(parts)


def _condition(condition: Condition) -> str:
    parts = [_test(test) for test in condition.tests]
    if condition.any_of:
        parts.append(" or ".join(_condition(one) for one in condition.any_of))
    return " and ".join(parts)


def _test(test: Test) -> str:
    if test.operator == "answered":
        return f"{test.key} is {'not ' if is_unanswered(test) else ''}answered"
    wanted = " or ".join(map(str, test.operand)) if isinstance(test.operand, list) else test.operand
    return safe(f"{test.key} {_OPERATORS[test.operator]} {wanted}")


_OPERATORS = {
    "is": "is",
    "is_not": "is not",
    "one_of": "is",
    "includes": "includes",
    "at_least": "is at least",
    "at_most": "is at most",
}


def rows_document(rows: Sequence[Row]) -> "shapes.PacksBody":
    """Return the packs at hand for scripts."""
    return {
        "packs": [
            {
                "id": row.id,
                "version": row.version,
                "title": row.title,
                "for": row.for_,
                "minutes": row.minutes,
                "source": row.source,
                "state": row.state,
                "words": row.words,
                "sha256": row.sha256,
            }
            for row in rows
        ]
    }


def document(pack: Pack, words: str) -> "shapes.PackBody":
    """Return a pack for scripts, with its four words."""
    return {"pack": _fields(pack), "words": words}


def _fields(pack: Pack) -> "shapes.PackFields":
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "about": pack.about,
        "author": pack.author,
        "license": pack.license,
        "language": pack.language,
        "for": pack.for_,
        "minutes": pack.minutes,
        "questions": [
            {
                "id": one.id,
                "type": one.type,
                "ask": list(one.wordings()),
                "fills": one.fills,
                "required": one.required,
                "depends_on": [test.key for test in one.when.all_tests()] if one.when else [],
            }
            for one in pack.questions
        ],
    }


def check_document(
    findings: Sequence["shapes.PackFinding"], against: Sequence[str], *, ok: bool
) -> "shapes.PackCheckBody":
    """Return what a check found for scripts."""
    return {"ok": ok, "findings": list(findings), "against": list(against)}


def finding_fields(one: Found) -> "shapes.PackFinding":
    """Return one finding for scripts."""
    problem = one.problem
    return {
        "file": one.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "code": problem.code,
        "severity": "warning" if one.warning else "error",
        "message": problem.message,
        "replacement": one.replacement,
    }


_LONGEST_SHOWN = 100
MOST_FINDINGS = 40
"""What is shown of what was found; more helps nobody at once."""


def findings(found: Sequence[Found], files: Mapping[str, bytes], columns: int | None = None) -> Iterator[str]:
    """Yield what was found in `files`, each with the line as it stands, and the line to paste instead.

    On a screen of so many `columns` a message that is longer is broken at blanks; editors and pipes get it on one line.
    """
    lines = {path: data.decode("utf-8-sig", "replace").splitlines() for path, data in files.items()}
    for one in found[:MOST_FINDINGS]:
        yield from _finding(one, lines.get(one.file, ()), columns)
    if len(found) > MOST_FINDINGS:
        yield f"… and {len(found) - MOST_FINDINGS} more. Mend these first."


def _finding(one: Found, lines: Sequence[str], columns: int | None) -> Iterator[str]:
    kind = " (a warning)" if one.warning else ""
    whole = safe(one.problem.located(one.file)) + kind
    if columns is None or width(whole) <= columns:
        yield whole
    else:
        yield safe(one.problem._replace(message="").located(one.file)).rstrip()
        yield from wrap(safe(one.problem.message) + kind, columns, "    ")
    number = one.problem.mark.line
    if one.replacement is None and one.problem.mark.column == 1 == number:
        return
    if 0 < number <= len(lines):
        yield f"    {number} | {clip(safe(lines[number - 1]), _LONGEST_SHOWN)}"
    if one.replacement is not None:
        for line in one.replacement.splitlines():
            yield f"  paste | {safe(line)}"


def mended(before: str, after: str) -> Iterator[str]:
    """Yield the lines that differ, by their number, as they are and as they should be; no line moved."""
    for number, (old, new) in enumerate(zip(before.splitlines(), after.splitlines(), strict=True), 1):
        if old != new:
            yield f"    {number} - {safe(old)}"
            yield f"    {number} + {safe(new)}"


def tried(fields: Mapping[str, Any], others: Mapping[str, Any]) -> str:
    """Return what an interview would have saved."""
    lines = [f"{name}: {safe(str(value))}" for name, value in fields.items()]
    lines += [f"{name} (as asked): {safe(str(one['answer']))}" for name, one in others.items()]
    return "\n".join(
        ["It would have saved:", *(f"  {line}" for line in lines)]
        if lines
        else ["It would have saved nothing."]
    )


class _Changed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def settings(self) -> tuple[str, ...]: ...


class _Changes(Protocol):
    @property
    def added(self) -> tuple[str, ...]: ...
    @property
    def removed(self) -> tuple[str, ...]: ...
    @property
    def changed(self) -> Sequence[_Changed]: ...
    @property
    def reordered(self) -> bool: ...


def changes(found: _Changes) -> Iterator[str]:
    """Yield what a newer version asks differently, a line each."""
    yield from (f"  new      {name}" for name in found.added)
    yield from (f"  gone     {name}" for name in found.removed)
    yield from (f"  changed  {one.id}: {', '.join(one.settings)}" for one in found.changed)
    if found.reordered:
        yield "  The order of the questions is another one."
    if not (found.added or found.removed or found.changed or found.reordered):
        yield "  The questions are the same."
