"""All there is to say about a pack before it is used: guards, format, logic, translations, rehearsals, wording."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mefirst.interview.forms import Setting, form_of
from mefirst.interview.rehearse import play
from mefirst.interview.values import Unfit
from mefirst.packs import yamltree
from mefirst.packs.fileguard import guard
from mefirst.packs.lints import lints, of_wording
from mefirst.packs.model import CommitmentQuestion, EffectQuestion, NoteQuestion, Pack, named
from mefirst.packs.overlay import check_overlay, read_overlay, translated
from mefirst.packs.problems import Mark, Problem, Refused
from mefirst.packs.prose import Slip, mended
from mefirst.packs.reach import unreachable
from mefirst.packs.reader import read_pack
from mefirst.packs.rehearsal import read_rehearsal
from mefirst.packs.yamltree import Node

PACK_FILE = "pack.yaml"
_REHEARSED_ON = date(2026, 1, 1)
"""Rehearsals are played on one day, so that wordings chosen by the date do not change what is found."""

_SYNTAX = {"P104", "P105", "P106"}


class Finding(NamedTuple):
    """One thing found, in which file, and for a slip of prose the line to paste instead."""

    file: str
    problem: Problem
    replacement: str | None = None
    warning: bool = False


class Inspection(NamedTuple):
    """What was found, in reading order; `pack` is None where it cannot be used."""

    pack: Pack | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the pack from being used or shared."""
        return tuple(one for one in self.findings if not one.warning)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What deserves a look."""
        return tuple(one for one in self.findings if one.warning)


def inspect(files: Mapping[str, bytes], name: str = PACK_FILE) -> Inspection:
    """Inspect a pack by its files; `name` is what its pack.yaml is called where it lies."""
    data = files.get(PACK_FILE)
    if data is None:
        return Inspection(None, (Finding(name, Problem("P201", Mark(), f"There is no {PACK_FILE} here.")),))
    found = [_finding(name, problem) for problem in guard(data, name)]
    pack: Pack | None = None
    if all(one.warning for one in found):
        pack, own = _of_pack(data, name)
        found += own
    if pack is not None:
        for path in sorted(files):
            if path.startswith("lang/"):
                found += [_finding(path, problem) for problem in _of_overlay(pack, files[path])]
            elif path.startswith("rehearsals/"):
                found += [_finding(path, problem) for problem in _of_rehearsal(pack, files[path])]
    return Inspection(pack, tuple(found))


def _finding(file: str, problem: Problem) -> Finding:
    return Finding(file, problem, None, problem.warning)


def _of_pack(data: bytes, name: str) -> tuple[Pack | None, list[Finding]]:
    text = data.decode("utf-8-sig", "replace")
    as_meant, slips = mended(text)
    typed = [_slipped(name, slip) for slip in slips]
    slipped = {one.problem.mark.line for one in typed if not one.warning}
    try:
        # what else is wrong shows once the slips are mended: those lines alone differ, and no line moves
        pack = read_pack(as_meant.encode() if slipped else data).pack
    except Refused as refused:
        # a slip explains what YAML stumbled over, there or further on: one voice is enough
        read = [one for one in refused.problems if not (slipped and one.code in _SYNTAX)]
        hidden = {one.mark.line for one in read if one.code == "P107"}  # no line to paste could mend those
        typed = [one for one in typed if one.problem.mark.line not in hidden]
        read = [one for one in read if one.mark.line not in slipped - hidden]
        return None, sorted(
            [*typed, *(_finding(name, one) for one in read)], key=lambda one: one.problem.mark
        )
    if slipped:
        return None, typed
    tree = yamltree.read(data)
    typed += [_finding(name, problem) for problem in (*_of_defaults(pack, tree), *_of_reach(pack, tree))]
    typed += [_finding(name, lint.problem(tree)) for lint in lints(pack)]
    return pack, sorted(typed, key=lambda one: one.problem.mark)


def _of_reach(pack: Pack, tree: Node) -> Iterator[Problem]:
    """Yield the questions nobody can ever be asked."""
    for index, key in unreachable(pack):
        mark = yamltree.locate(tree, ("questions", index, "when"))
        yield Problem("P311", mark, _NEVER.format(key))


_NEVER = (
    "This can never be asked: no answer to '{}' fits its 'when' and the 'when' of the questions it tests."
)


def _of_defaults(pack: Pack, tree: Node) -> Iterator[Problem]:
    """Yield the defaults that would be refused as answers."""
    for index, question in enumerate(pack.questions):
        if question.default is None:
            continue
        mark = yamltree.locate(tree, ("questions", index, "default"))
        if isinstance(question, EffectQuestion | CommitmentQuestion | NoteQuestion):
            yield Problem("P310", mark, f"No default goes with {named(question.type)}. Delete this line.")
            continue
        try:
            next(form_of(question, Setting(_REHEARSED_ON))).read(question.default)
        except Unfit as unfit:
            yield Problem("P310", mark, f"This default cannot be an answer. {unfit}")


def _slipped(name: str, slip: Slip) -> Finding:
    problem = Problem(slip.code, Mark(slip.line, slip.column), slip.message)
    return Finding(name, problem, slip.replacement, not slip.certain)


def _of_overlay(pack: Pack, data: bytes) -> Iterator[Problem]:
    try:
        overlay = read_overlay(data)
    except Refused as refused:
        yield from refused.problems
        return
    yield from check_overlay(pack, overlay)
    spoken = translated(pack, overlay).model_copy(update={"language": overlay.language})
    for lint in of_wording(spoken):
        yield Problem(lint.code, Mark(), f"{spoken.questions[lint.question].id}: {lint.message}")


def _of_rehearsal(pack: Pack, data: bytes) -> Iterator[Problem]:
    try:
        rehearsal = read_rehearsal(data)
    except Refused as refused:
        yield from refused.problems
        return
    yield from play(pack, rehearsal, _REHEARSED_ON)
