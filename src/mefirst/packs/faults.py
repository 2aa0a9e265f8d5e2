"""What the models of the format refuse, in words for somebody who writes a pack, with what to type instead."""

import re

from mefirst.errors import did_you_mean
from mefirst.model.misfits import SENTENCES
from mefirst.packs import yamltree
from mefirst.packs.model import QUESTION_MODELS, QUESTION_TYPES, Pack, named
from mefirst.packs.problems import Fault, Mark, Problem
from mefirst.packs.yamltree import Node
from mefirst.text import one_line

_SENTENCES = SENTENCES | {
    "string_too_short": "has nothing behind its colon",
    "too_short": "needs at least one line below it",
    "bool_parsing": "takes yes or no",
    "bool_type": "takes yes or no",
    "dict_type": "takes lines of the form name: text below it, such as good: Good",
    "model_attributes_type": "takes lines of the form name: text below it, such as good: Good",
    "tuple_type": "takes a list: lines that begin with a hyphen",
}
_MEANT = {
    "short": "line string input name",
    "long": "text longtext textarea paragraph open free essay",
    "number": "int integer float count",
    "scale": "rating likert slider stars points",
    "choice": "single select radio option dropdown singlechoice",
    "choices": "multi multiple multiselect checkbox checkboxes options multiplechoice",
    "yes_no": "bool boolean yesno yesorno check",
    "date": "day",
    "people": "persons names",
    "feelings": "emotions feeling emotion mood",
    "effect": "effects gap impact",
    "commitment": "promise action plan",
    "note": "info statement message hint heading",
}
"""What other programs, or people, call a type of question, in small letters alone."""
_FORMS = {
    "version": "A version is three numbers, such as 1.0.0",
    "language": "A language is written like en or pt-BR",
    "options": "The name of an option is one word; its label, behind the colon, may be a sentence",
    "questions": "The id of a question is small letters, digits and _, beginning with a letter",
    "renamed": "The id of a question is small letters, digits and _, beginning with a letter",
    "id": "The id of a pack is small letters, digits and hyphens, beginning with a letter, 2 to 40 of them",
}
"""What is said of a text whose pattern is not matched, by the setting it stands in; the last is that of a pack."""
_EXAMPLES = {
    "mefirst_pack": "1",
    "id": "my_question",
    "version": "1.0.0",
    "title": "My questions",
    "for": "entry",
    "type": "long",
    "ask": '"What did you see?"',
    "from": "1",
    "to": "5",
}
"""What to type where a setting is missing; the id of a pack and lists are told apart below."""
_LISTS = {
    "questions": "a line 'questions:' and below it your questions, each beginning with '- id:'",
    "options": "a line 'options:' and below it the answers to choose from, such as 'often: Often'",
}


def problem_of(fault: Fault, tree: Node) -> Problem:
    """Return a fault as a problem, placed in the text that `tree` was read from."""
    kind = fault.context.get("kind")
    name = str(fault.path[-1])
    mark = yamltree.locate(tree, fault.path, key=fault.type == "extra_forbidden")
    match fault.type:
        case "extra_forbidden":
            noun = named(kind) if kind else "a pack"
            near = did_you_mean(name, _settings(kind))
            return Problem("P203", mark, f"'{name}' is not a setting of {noun}.{near}")
        case "missing" | "missing_type":
            return Problem("P202", mark, _missing(name, of_pack=len(fault.path) == 1))
        case "unknown_type":
            typed = str(fault.context["typed"])
            return Problem("P205", mark, f"'{typed}' is no question type.{_near_type(typed)}")
        case "string_pattern_mismatch":
            return Problem("P204", mark, _out_of_form(fault))
        case "value_error":
            return Problem("P204", mark, _sentence(str(fault.context["error"])))
    return _unfit(fault, mark)


def _near_type(typed: str) -> str:
    plain = re.sub("[^a-z]", "", typed.casefold())
    meant = next((known for known, words in _MEANT.items() if plain in words.split()), "")
    if meant:
        return f" Did you mean '{meant}'?"
    return did_you_mean(typed, QUESTION_TYPES) or f" Known: {' '.join(QUESTION_TYPES)}"


def _missing(name: str, *, of_pack: bool) -> str:
    if name in _LISTS:
        return f"'{name}' is missing. Add {_LISTS[name]}."
    example = "my-pack" if name == "id" and of_pack else _EXAMPLES.get(name, "…")
    return f"'{name}' is missing. Add a line: {name}: {example}"


def _out_of_form(fault: Fault) -> str:
    typed = str(fault.context["input"])
    within = next((str(step) for step in fault.path if step in _FORMS), "id")
    if "options" in fault.path:
        within = "options"
    near = _near(typed, within)
    return f"'{one_line(typed, 40)}' cannot be used. {_FORMS[within]}.{near and f' Perhaps: {near}'}"


def _near(typed: str, within: str) -> str:
    """Return what was probably meant; empty where nobody can know."""
    if within == "version":
        numbers = re.findall("[0-9]{1,9}", typed)[:3]
        return ".".join(str(int(number)) for number in [*numbers, "0", "0"][:3]) if numbers else ""
    joint = "-" if within == "id" else "_"
    words = re.findall("[a-z0-9]+", typed.casefold().lstrip("0123456789"))
    return joint.join(words) if within != "language" else ""


def _unfit(fault: Fault, mark: Mark) -> Problem:
    template = _SENTENCES.get(fault.type)
    if fault.path == ("mefirst_pack",):
        return Problem("P204", mark, "Only format 1 of packs is known here: mefirst_pack: 1")
    if fault.path[0] == "questions" and len(fault.path) == 2:  # noqa: PLR2004 a question and its number
        return Problem(
            "P204", mark, "A question is a map: it begins with '- id:', and its settings stand below."
        )
    if template is None:
        return Problem("P204", mark, _sentence(fault.message))
    names = [step for step in fault.path[2 if fault.path[0] == "questions" else 0 :] if isinstance(step, str)]
    what = f"'{names[-1]}'" if names else "'questions'"
    if isinstance(fault.path[-1], int) and names:
        what = f"A line of {what}"
    return Problem("P204", mark, f"{what} {template.format(**fault.context)}.")


def _settings(kind: str | None) -> tuple[str, ...]:
    model = QUESTION_MODELS[kind] if kind else Pack
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if not text.endswith(".") else text
