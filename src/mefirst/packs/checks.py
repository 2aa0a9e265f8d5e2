"""The logic of a pack: conditions, quotations and fields that hang together. Every problem at once."""

from collections.abc import Iterator

from mefirst.analysis.gap import VERDICTS
from mefirst.errors import did_you_mean
from mefirst.model.scale import HIGHEST, LOWEST
from mefirst.model.vocabulary import DIMENSIONS, EVIDENCE
from mefirst.packs import quoting
from mefirst.packs.conditions import EFFECT_PARTS, NUMERIC_PARTS, Condition, Test
from mefirst.packs.fields import FIELDS, NEEDED
from mefirst.packs.model import (
    BaseQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    EffectQuestion,
    NoteQuestion,
    NumberQuestion,
    Pack,
    ScaleQuestion,
    YesNoQuestion,
    named,
)
from mefirst.packs.problems import Problem
from mefirst.packs.yamltree import Node, locate

_UNQUOTABLE = ("effect", "commitment", "note")
_RECORDS = {
    "entry": "An entry",
    "commitment": "A commitment",
    "checkin": "A check-in",
    "review": "A review",
    "assessment": "An assessment",
}
_YES_NO = {"yes", "no", "true", "false", "on", "off"}


def check(pack: Pack, tree: Node) -> list[Problem]:
    """Return everything that does not hang together, each with its place in `tree`."""
    problems: list[Problem] = []
    earlier: dict[str, BaseQuestion] = {}
    for index, question in enumerate(pack.questions):
        place = ("questions", index)
        for code, setting, message in _of_question(question, earlier, pack.for_):
            mark = locate(tree, (*place, *setting), key=code == "P301")
            problems.append(Problem(code, mark, message))
        earlier.setdefault(question.id, question)
    problems += [
        Problem(code, locate(tree, ("questions", index, "fills")), message)
        for code, index, message in _fills_twice(pack)
    ]
    missing = _missing(pack)
    if missing:
        problems.append(Problem("P309", locate(tree, ("questions",), key=True), missing))
    problems += [
        Problem("P312", locate(tree, ("renamed", old), key=True), message) for old, message in _renamed(pack)
    ]
    return problems


_TWICE = "'{}' fills '{}' already. Leave this out, or let the 'when' of both test one question for different answers."
_NEVER = (
    "This can never be asked: no answer to '{}' fits its 'when' and the 'when' of the questions it tests."
)


def _of_question(
    question: BaseQuestion, earlier: dict[str, BaseQuestion], kind: str
) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    if question.id in earlier or question.id == "last":
        reserved = question.id == "last"
        why = "is reserved for what was said last time" if reserved else "is the id of a question above"
        yield "P206", ("id",), f"'{question.id}' {why}. Every question needs an id of its own."
    if question.when:
        for test in question.when.all_tests():
            if problem := _of_test(test, earlier):
                yield problem[0], ("when", test.key), problem[1]
    for place, wording in _wordings(question):
        for name in quoting.quoted(wording):
            if problem := _of_quote(name, question, earlier, replaced=place[0] in _REPLACED):
                yield problem[0], place, problem[1]
    if question.fills is not None and (problem := _of_field(question, kind)):
        yield problem[0], ("fills",), problem[1]


def _wordings(question: BaseQuestion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("ask",), question.ask
    for index, wording in enumerate(question.vary):
        yield ("vary", index), wording
    for setting in ("help", "heading", "ask_without"):
        if wording := getattr(question, setting):
            yield (setting,), wording


def _of_test(test: Test, earlier: dict[str, BaseQuestion]) -> tuple[str, str] | None:
    asked = earlier.get(test.question)
    if asked is None:
        return (
            "P301",
            f"'{test.question}' is not asked before this.{did_you_mean(test.question, list(earlier))}",
        )
    if isinstance(asked, NoteQuestion):
        return "P302", f"'{asked.id}' is a note and has no answer."
    if test.operator == "answered":
        if str(test.operand).casefold() not in _YES_NO or test.part:
            return (
                "P302",
                f"'answered' takes yes or no, of a whole question: {test.question}: {{answered: yes}}",
            )
        return None
    if isinstance(asked, EffectQuestion):
        if test.part not in EFFECT_PARTS:
            return (
                "P302",
                f"Of an effect, test one of: {' '.join(f'{asked.id}.{part}' for part in EFFECT_PARTS)}",
            )
    elif test.part:
        return "P302", f"Only an effect has parts; '{asked.id}' is {named(_type(asked))}."
    why = _operator_refused(test, asked) or _operand_refused(test, asked)
    return ("P302", why) if why else None


def _operator_refused(test: Test, asked: BaseQuestion) -> str:
    numeric = test.part in NUMERIC_PARTS or isinstance(asked, NumberQuestion | ScaleQuestion)
    if test.operator in {"at_least", "at_most"} and not numeric:
        return f"'{test.operator}' compares numbers; '{test.key}' is none."
    if test.part and test.operator == "includes":
        return f"'{test.key}' is one value: 'includes' is for several."
    if test.part is None and _type(asked) == "commitment":
        return f"Of '{asked.id}' only 'answered' can be tested."
    if test.part is None and ((test.operator == "includes") != type(asked).LISTS):
        return (
            f"'{asked.id}' has several answers: use includes."
            if type(asked).LISTS
            else f"'{asked.id}' has one answer: 'includes' is for several."
        )
    return ""


def _operand_refused(test: Test, asked: BaseQuestion) -> str:
    operands = test.operand if isinstance(test.operand, list) else [test.operand]
    known = _known(test, asked)
    for operand in operands:
        if operand is None:
            return f"Nothing stands after '{test.key}'."
        typed = str(operand).casefold() if isinstance(asked, YesNoQuestion) else str(operand)
        if known and typed not in known:
            offered = ["yes", "no"] if isinstance(asked, YesNoQuestion) else known
            near = did_you_mean(str(operand), offered)
            return f"'{operand}' is no answer of '{test.key}'.{near} Known: {' '.join(offered)}"
        if not known and (test.part in NUMERIC_PARTS or isinstance(asked, NumberQuestion)):
            try:
                float(operand)
            except (TypeError, ValueError):
                return f"'{operand}' is no number."
    return ""


def _known(test: Test, asked: BaseQuestion) -> list[str]:
    if isinstance(asked, ChoiceQuestion | ChoicesQuestion):
        return list(asked.options)
    if isinstance(asked, YesNoQuestion):
        return sorted(_YES_NO)
    if isinstance(asked, ScaleQuestion):
        return [str(point) for point in range(asked.from_, asked.to + 1)]
    if test.part in {"intended", "seen"}:
        return [text for point in range(LOWEST, HIGHEST + 1) for text in (str(point), f"{point:+d}")]
    words: dict[str, tuple[str, ...]] = {"dimension": DIMENSIONS, "evidence": EVIDENCE, "verdict": VERDICTS}
    return list(words.get(test.part or "", ()))


def _of_quote(
    name: str, question: BaseQuestion, earlier: dict[str, BaseQuestion], *, replaced: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a quotation; `replaced` is whether `ask_without` can stand for this wording."""
    instead = _MAY_BE_MISSING if replaced else _MAY_BE_MISSING_HERE
    if name in quoting.LAST:
        return None if question.ask_without and replaced else ("P304", instead.format(name=name))
    asked = earlier.get(name)
    if asked is None:
        return "P303", f"'{{{name}}}' is not asked before this.{did_you_mean(name, list(earlier))}"
    if _type(asked) in _UNQUOTABLE:
        return "P303", f"'{{{name}}}' is {named(_type(asked))}, whose answer cannot be quoted."
    if asked.fills == "unsaid":
        return "P305", f"'{{{name}}}' was never said aloud, so no question may quote it."
    safe = (
        (asked.required and asked.when is None)
        or (question.when is not None and question.when.implies_answered(name))
        or (question.ask_without is not None and replaced)
    )
    return None if safe else ("P304", instead.format(name=name))


_REPLACED = ("ask", "vary")
_MAY_BE_MISSING = "'{{{name}}}' may be unanswered. Add 'ask_without:' with words that do without it."
_MAY_BE_MISSING_HERE = (
    "'{{{name}}}' may be unanswered. Say it here without: only 'ask' has an 'ask_without:'."
)


def _of_field(question: BaseQuestion, kind: str) -> tuple[str, str] | None:
    known = FIELDS[kind]
    field = known.get(question.fills or "")
    if field is None:
        near = did_you_mean(question.fills or "", list(known)) or f" Known: {' '.join(known)}"
        return "P306", f"{_RECORDS[kind]} has no field '{question.fills}'.{near}"
    why = field.refuses(question)
    return ("P307", f"'{question.fills}' {why}.") if why else None


def _fills_twice(pack: Pack) -> Iterator[tuple[str, int, str]]:
    filling: dict[str, list[BaseQuestion]] = {}
    for index, question in enumerate(pack.questions):
        if question.fills is None:
            continue
        others = filling.setdefault(question.fills, [])
        if other := next((one for one in others if not _exclusive(one.when, question.when)), None):
            yield "P308", index, _TWICE.format(other.id, question.fills)
        others.append(question)


def _exclusive(one: Condition | None, other: Condition | None) -> bool:
    """Whether two conditions test one same key with disjoint values."""
    if one is None or other is None:
        return False
    theirs = {test.key: _values(test) for test in other.tests}
    return any(
        (mine := _values(test)) and (against := theirs.get(test.key)) and not mine & against
        for test in one.tests
    )


def _values(test: Test) -> frozenset[str]:
    if test.operator == "one_of":
        return frozenset(str(one) for one in test.operand)
    return frozenset({str(test.operand)}) if test.operator in {"is", "answered"} else frozenset()


def _missing(pack: Pack) -> str:
    filled = {question.fills for question in pack.questions}
    for group in NEEDED.get(pack.for_, ()):
        if not set(group) & filled:
            named = " or ".join(f"'{field}'" for field in group)
            return f"No question fills {named}. Say of one: fills: {group[0]}"
    return ""


def _renamed(pack: Pack) -> Iterator[tuple[str, str]]:
    for old, new in pack.renamed.items():
        if old in pack.ids:
            yield old, f"'{old}' is still asked, so it was not renamed. Delete this."
        elif new not in pack.ids:
            near = did_you_mean(new, list(pack.ids))
            yield old, f"There is no question '{new}'.{near} After the colon stands the id it has now."


def _type(question: BaseQuestion) -> str:
    return question.type
