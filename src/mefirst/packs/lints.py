"""Wordings that deserve a second look. Warnings only, and few: a false alarm teaches people to read none."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mefirst.packs.model import (
    BaseQuestion,
    CommitmentQuestion,
    EffectQuestion,
    LongQuestion,
    NoteQuestion,
    Pack,
)
from mefirst.packs.problems import Problem
from mefirst.packs.yamltree import Node, locate
from mefirst.text import one_line

MOST_QUESTIONS = 25

_OWN_PART = {"behavior", "contribution", "assumption", "belief", "gap"}
_SHOWN = 40
_READ = 1_000  # characters of a wording: what is longer is no question, and must not make anybody wait
_QUOTED = re.compile('"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«')
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!…])\s+")


class Lint(NamedTuple):
    """What deserves a look: a code, the question (from 0), the setting of it as a path, and what to do."""

    code: str
    question: int
    setting: tuple[str | int, ...]
    message: str

    def problem(self, tree: Node) -> Problem:
        """Return it with its place in the pack that was read as `tree`."""
        return Problem(self.code, locate(tree, ("questions", self.question, *self.setting)), self.message)


def lints(pack: Pack) -> list[Lint]:
    """Return all that deserves a look, in the order of the questions."""
    return sorted((*of_wording(pack), *of_course(pack)), key=lambda lint: lint.question)


def of_wording(pack: Pack) -> Iterator[Lint]:
    """Yield the wordings that do, where we have words for the language of the pack (a translated one: its own)."""
    words = _WORDS.get(pack.language.partition("-")[0])
    if words is None:
        return
    whys: dict[int, Lint] = {}
    for index, question in enumerate(pack.questions):
        for lint in _of_question(index, question, words):
            yield lint
            if lint.code == "P604":
                whys.setdefault(index, lint)
    for second in list(whys.values())[1:2]:
        yield Lint("P605", second.question, second.setting, _MANY_WHYS.format(len(whys)))


def of_course(pack: Pack) -> Iterator[Lint]:
    """Yield what deserves a look in the order, the number and the making of the questions, in any language."""
    filled: set[str | None] = set()
    count = 0
    for index, question in enumerate(pack.questions):
        if question.fills == "others" and not filled & {"others", *_OWN_PART}:
            yield Lint("P607", index, ("fills",), _OTHERS_FIRST)
        filled.add(question.fills)
        if isinstance(question, NoteQuestion):
            continue
        count += 1
        if count == MOST_QUESTIONS + 1:
            yield Lint("P608", index, (), _TOO_MANY)
        if isinstance(question, LongQuestion) and question.required and not question.help:
            yield Lint("P609", index, (), _NO_HELP)


_MANY_WHYS = (
    "{} questions of this pack begin with why. Together they sound like a hearing. Ask some with 'what'."
)
_OTHERS_FIRST = (
    "This asks about others before the own part. Ask first what the leader did, thought or assumed."
)
_TOO_MANY = f"This is question {MOST_QUESTIONS + 1}. Many people stop before. Perhaps these are two packs."
_NO_HELP = "A long answer is needed here. A line 'help:' with an example makes it easier to begin."


class _Words(NamedTuple):
    """What to look for in one language. The last group of a pattern, if it has any, is what is shown."""

    leading: re.Pattern[str]
    open: re.Pattern[str]  # how an open question begins
    double: re.Pattern[str]
    blame: re.Pattern[str]
    acquits: re.Pattern[str]  # beside these no sentence blames, beside `denies` no statement
    denies: re.Pattern[str]
    why: re.Pattern[str]
    worth: re.Pattern[str]


def _of_question(index: int, question: BaseQuestion, words: _Words) -> Iterator[Lint]:
    if isinstance(question, NoteQuestion):
        return
    for setting, wording in _wordings(question):
        sentences = _BETWEEN_SENTENCES.split(_QUOTED.sub("", wording[:_READ]).strip())
        questions = [sentence for sentence in sentences if "?" in sentence]
        for code, (message, find) in _RULES.items():
            if setting == ("help",) and code in _NOT_OF_HELP:
                continue
            if code == "P602" and isinstance(question, EffectQuestion | CommitmentQuestion):
                continue  # these ask for two things by design
            if found := find(words, questions if setting == ("help",) else sentences):
                yield Lint(code, index, setting, message.format(one_line(found, _SHOWN)))


def _wordings(question: BaseQuestion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what a question says; never its heading, which is the model's own."""
    yield ("ask",), question.ask
    yield from ((("vary", index), wording) for index, wording in enumerate(question.vary))
    for setting in ("ask_without", "help"):
        if wording := getattr(question, setting):
            yield (setting,), wording


def _first(pattern: re.Pattern[str], sentences: Sequence[str]) -> str:
    found = next((match for one in sentences if "?" in one and (match := pattern.search(one))), None)
    return found[found.lastindex or 0] if found else ""


def _two_in_one(words: _Words, sentences: Sequence[str]) -> str:
    opened = [sentence for sentence in sentences if "?" in sentence and words.open.search(sentence)]
    return opened[1] if len(opened) > 1 else _first(words.double, sentences)


def _blaming(words: _Words, sentences: Sequence[str]) -> str:
    for sentence in sentences:
        found = words.blame.search(sentence)
        if not found or words.acquits.search(sentence):
            continue
        if "?" in sentence or not words.denies.search(sentence):
            return found[0]
    return ""


_RULES: dict[str, tuple[str, Callable[[_Words, Sequence[str]], str]]] = {
    "P601": (
        "'{}' suggests the answer. Ask it open, with 'what' or 'how'.",
        lambda words, sentences: _first(words.leading, sentences),
    ),
    "P602": ("'{}' is a second question in this one. Ask one, or make two questions of it.", _two_in_one),
    "P603": ("'{}' looks for blame. Ask what was done, and what came of it.", _blaming),
    "P604": (
        "'{}' asks for a defence. 'What' gets further: what made it seem right?",
        lambda words, sentences: _first(words.why, sentences),
    ),
    "P606": (
        "'{}' asks for a verdict on somebody. Ask for something that was done.",
        lambda words, sentences: _first(words.worth, sentences),
    ),
}
_NOT_OF_HELP = {"P602", "P604"}  # help may go on asking: it answers nothing


def _pattern(*alternatives: str, **parts: str) -> re.Pattern[str]:
    """Join alternatives; `<name>` stands for that one of `parts`, which may hold later ones itself."""
    joined = "|".join(alternatives)
    for name, part in parts.items():
        joined = joined.replace(f"<{name}>", f"(?:{part})")
    return re.compile(joined, re.IGNORECASE)


_START = r"(?:^|[,:;–—]\s*)(?:(?:and|so|but|then|now|well|und|also|aber|dann)\s+)?"
_SENTENCE_START = r"(?:^|[:;–—]\s*)(?:(?:and|so|but|then|now|und|also|aber|dann)\s+)?"

# Where one clause lies within another, or beside it between two things, an "and what" goes on with the same question.
_EN = {
    "plain": r"(?:(?!\b(?:between|from|whether|what|how|who|where|when|which|why)\b).)+?",
    "aside": r"(?:(?!(?:<wh>|between)\b)[^,?]*,\s*)?",
    "start": _START,
    "head": _SENTENCE_START,
    "wh": "what|how|who|whom|whose|where|when|which|why",
    "aux": "do|does|did|is|are|was|were|have|has|had|will|would|should|could|can",
    "verb": "happened|came|went|made|helped|changed|arrived|landed|told|followed",
    "somebody": "you|they|he|she",
    "person": "person|leader|manager|boss|human being|man|woman|father|mother|parent|partner|friend|colleague",
}

_ENGLISH = _Words(
    leading=_pattern(
        r"<start>((?:do|does|did|is|are|was|were|has|have|had|would|should|could|ca|wo)n['’]t"
        r" (?:you|it|they|he|she|we|that|this|there))\b",
        r"<start>((?:do|would|should|could) you not|is it not (?:true|clear|obvious|better)|would it not)\b",
        r"\b((?:do|would|can) you (?:also )?agree that)\b",
        r"\b(surely|undoubtedly)\b",
        r"(, (?:right|correct|yes|no)\?)",
        **_EN,
    ),
    open=_pattern(r"<head><wh>\b(?!.*\belse\b)", **_EN),
    double=_pattern(
        r"<head><aside><wh>\b<plain>\s(and (?:<wh>|(?:what|which|whose) (?!(?:I|it|we|<somebody>)\b)\w+) <aux>)\b",
        r"<head><aside><wh>\b<plain>\s(and <wh> <verb>)\b",
        r"<head><aside><wh>\b<plain>\s(and (?:why|how))\?",
        r"\b(and <aux> <somebody>)\b",
        **_EN,
    ),
    blame=_pattern(
        r"\b(?:faults?|guilty?|blam(?:e[ds]?|ing)|culprits?)\b",
        r"\bwhat(?:['’]s| is| was) wrong with (?:<somebody>|them|him|her|people)\b",
        r"\bwho (?:\w+ )?(?:failed|messed|screwed|ruined|caused)\b",
        r"\b(?:did|have|has) <somebody> (?:fail(?:ed)?(?! to)|screw|mess(?:ed)? up)\b",
        **_EN,
    ),
    acquits=_pattern(r"\b(?:without|nobody|no one|no-one|instead of|rather than)\b"),
    denies=_pattern(r"\b(?:not|no|never|leave|stop)\b|n['’]t\b"),
    why=_pattern(r"<head>(why|for what reason|how come)\b", **_EN),
    worth=_pattern(
        r"<start>((?:are|were|is|was) <somebody> (?:\w+ )?an? (?:\w+ )?"
        r"(?:good|bad|great|weak|strong|poor|better|real|true|born|worthy|failure))\b",
        r"<start>((?:are|were|is|was) <somebody> (?:\w+ )?"
        r"(?:good enough|lazy|selfish|stupid|incompetent|worthy|weak))\b",
        r"\b((?:what kind of|how good an?) (?:\w+ )?<person> (?:are|were|is|was) <somebody>)\b",
        r"\b(what (?:does|did) (?:that|this|it) say about (?:you|them|him|her))\b",
        r"<start>(do(?:es)? <somebody> deserve)\b",
        **_EN,
    ),
)

_DE = {
    "plain": r"(?:(?!\b(?:zwischen|ob|dass|was|wie|wer|wen|wem|wo|wann|warum|welche[rsnm]?)\b).)+?",
    "aside": r"(?:(?!(?:<wh>|zwischen)\b)[^,?]*,\s*)?",
    "start": _START,
    "head": _SENTENCE_START,
    "wh": "was|wie|wer|wen|wem|wessen|wohin|woher|wann|warum|wieso|weshalb|wozu|welche[rsnm]?|inwie(?:fern|weit)|"
    "wo(?:mit|ran|rauf|rin|rum|rüber|für|durch|bei|von|nach)?",
    "verb": r"(?!(?:selbst|sonst|erst|zuerst|fast|meist)\b)\w+st|ist|sind|war|waren|hat|haben|hatten?|wird|werden|"
    "wurden?|würden?|kam|kamen|kann|geschah|passierte|ging|soll|half",
    "you": "du|sie|ihr",
    "are": "bist|warst|sind|waren|seid|wart",
    "have": "hast|hattest|bist|warst|wirst|würdest|kannst|konntest",
    "person": r"mensch|person|führungskraft|chef(?:in)?|leiter(?:in)?|vater|mutter|kolleg(?:e|in)",
}

_GERMAN = _Words(
    leading=_pattern(
        r"<start>((?:find|mein|denk|glaub|sollt|hätt|könnt|müsst)e(?:st|n|t) <you> (?:\w+ )?nicht)\b",
        r"<start>((?:mein|denk|glaub)(?:s?t) <you> (?:\w+ )?nicht)\b",
        r"<start>((?:ist|war|wäre) (?:es|das) nicht (?:\w+ )?(?:so|wahr|klar|besser|offensichtlich))\b",
        r"\b((?:stimmst|gibst|stimmen|geben) <you> (?:\w+ )?zu, dass)\b",
        r"\b(sicherlich|zweifellos)\b",
        r"(, (?:oder|nicht|nicht wahr|richtig|stimmt['’]s|gell)\?)",
        **_DE,
    ),
    open=_pattern(r"<head><wh>\b(?!.*\b(?:sonst|noch)\b)", **_DE),
    double=_pattern(
        r"<head><aside><wh>\b<plain>\s(und (?:<wh>|welche[rsnm]? \w+) <verb>)\b",
        r"<head><aside><wh>\b<plain>\s(und (?:warum|wieso|weshalb|wie))\?",
        r"\b(und (?:<have> du|haben Sie|sind Sie|waren Sie|werden Sie))\b",
        **_DE,
    ),
    blame=_pattern(
        r"\b(?:schuld(?:gefühlen?)?|schuldige[rnm]?|versagt)\b",
        r"\b(?:fühl\w*|wer) (?:\w+ ){0,3}schuldig\b",
        r"\bvorwerfen\b|\b(?:wirfst|wirft|werfen|werft) (?:\w+ ){1,4}vor\b",
        r"\bwas stimmt(?:e)? nicht mit\b",
    ),
    acquits=_pattern(r"\b(?:ohne|niemand(?:e[mn])?|statt|anstatt)\b"),
    denies=_pattern(r"\b(?:nicht|kein(?:e[mnrs]?)?|nie|lass)\b"),
    why=_pattern(r"<head>(warum|wieso|weshalb|aus welche[mn] gr[uü]nd\w*)\b", **_DE),
    worth=_pattern(
        r"<start>(<are> <you> (?:\w+ )?eine? (?:\w+ )?"
        r"(?:gute|schlechte|starke|schwache|echte|geborene|versager)\w*)\b",
        r"<start>(<are> <you> (?:\w+ )?(?:gut genug|faul|egoistisch|unfähig|dumm|nichts wert))\b",
        r"\b(was für eine? (?:\w+ )?<person> <are> <you>|wie gut <are> <you> als)\b",
        r"\b(was sagt (?:das|es|dies) über (?:dich|sie|ihn|euch))\b",
        r"<start>(verdienst du|verdienen Sie)\b",
        **_DE,
    ),
)

_WORDS = {"en": _ENGLISH, "de": _GERMAN}
