"""What makes a promise easier to keep, where its words leave room: a hint, never a refusal, in English and German.

Announced identity goals are acted on less, and a negated response holds worse than what one does instead; a cue
and a response help (implementation intentions: Gollwitzer and Sheeran 2006).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mefirst.model.commitment import Commitment
from mefirst.speech import marked

MOST_OPEN = 3
_READ = 1_000  # characters: what is longer is no promise, and must not make anybody wait


class Hint(NamedTuple):
    """A code for scripts, a sentence to be said, and the words it is about."""

    code: str
    sentence: str
    words: str = ""


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_VAGUE = _words(
    r"try(?:ing)?(?: to)?", r"work(?:ing)? on", r"focus(?:ing)? on", r"pay(?:ing)? (?:more )?attention",
    r"think(?:ing)? about", r"be(?:ing)? (?:more )?aware", r"improve", r"do better", r"keep in mind", r"aim to",
    r"versuch(?:e|en)?", r"bemüh(?:e|en)?", r"(?:daran )?arbeite(?:n)? an", r"achte(?:n)? auf", r"mehr darauf achten",
    r"(?:darüber )?nachdenke?n?", r"im kopf behalten", r"verbesser(?:e|n)", r"besser machen",
)  # fmt: skip
_IDENTITY = _words(
    r"(?:be|become|being|becoming) (?:a |an )?(?:more |much )?(?:better|good|great|real|true|stronger|calmer|"
    r"patient|empathetic|present|open|humble|authentic)(?: \w+)?",
    r"(?:ein|eine|einen) (?:bessere[rns]?|gute[rns]?|echte[rns]?) \w+ (?:sein|werden)",
    r"(?:geduldiger|offener|ruhiger|empathischer|demütiger|präsenter|gelassener|besser) (?:sein|werden)",
    r"(?:bin|sei|werde) (?:ich )?(?:geduldiger|offener|ruhiger|empathischer|gelassener)",
)  # fmt: skip
_NEGATED = _words(
    r"not(?! only)", r"never", r"no longer", r"no more", r"\w+n['’]t", r"stop \w+ing", r"avoid(?:ing)?", r"without",
    r"nicht(?! nur)", r"nie(?:mals)?", r"kein(?:e[nmrs]?)?", r"aufhören", r"vermeide?n?", r"ohne",
)  # fmt: skip
_BUT = _words(r"but", r"however", r"although", r"aber", r"jedoch", r"allerdings", r"obwohl")
_IF_YOU_FELT = _words(
    r"if (?:you|it|anyone|anybody|someone) (?:\w+ )?"
    r"(?:felt|feel|feels|were|was|got|took|came across|offended|upset|hurt)",
    r"if I (?:\w+ )?(?:hurt|offended|upset)", r"(?:sorry|regret) (?:that )?you (?:feel|felt)",
    r"(?:falls|wenn|sollte(?:st)?) (?:du|sie|ihr|es|ich|dich|euch)(?: \w+){0,6} "
    r"(?:gefühlt|verletzt|gekränkt|angekommen|fühlst|fühlen|gekommen)(?: \w+)?",
)  # fmt: skip
_ADVICE = _words(
    r"harass\w*", r"sexual\w*", r"assault\w*", r"threat(?:en\w*)?", r"discriminat\w*", r"retaliat\w*",
    r"bull(?:y|ied|ying)", r"unsafe", r"safety", r"injur\w*", r"violen\w*", r"legal", r"lawsuit\w*",
    r"lawyer\w*", r"illegal\w*", r"fraud\w*", r"suicid\w*", r"racis\w*", r"sexis\w*", r"stalk\w*",
    r"belästig\w*", r"sexuell\w*", r"bedroh\w*", r"diskriminier\w*", r"mobbing", r"gemobbt", r"mobbe\w*",
    r"genötigt", r"nötigung", r"unfall\w*", r"verletzung\w*", r"gewalt\w*", r"arbeitssicherheit",
    r"rechtlich\w*", r"anwalt\w*", r"anwält\w*", r"strafbar\w*", r"betrug\w*", r"suizid\w*", r"rassis\w*",
    r"sexistisch\w*", r"gestalkt",
)  # fmt: skip

ADVICE = marked("Where harassment, safety or the law may be involved, seek advice before acting.")


def hints(one: Commitment, others_open: int = 0) -> tuple[Hint, ...]:
    """Return what would help a promise or a cleanup; `others_open` counts the other open promises."""
    return tuple(_of_cleanup(one) if one.kind == "repair" else _of_promise(one, others_open))


def _of_promise(one: Commitment, others_open: int) -> Iterator[Hint]:
    response = one.response or one.behavior or ""
    if not one.cue:
        yield Hint(
            "no-cue", marked("It has no cue: what will tell you it is time? If … then … is kept more often.")
        )
    identity = _first(_IDENTITY, response)
    if identity:
        yield Hint("identity", marked("“{words}” says who to be. What would a camera see you do?"), identity)
    elif vague := _first(_VAGUE, response):
        yield Hint("vague", marked("“{words}” can be done without anybody noticing. What exactly?"), vague)
    if one.kind != "stop" and (negated := _first(_NEGATED, response)):
        yield Hint("negated", marked("“{words}” says what not to do. What will you do instead?"), negated)
    if others_open >= MOST_OPEN:
        yield Hint("many-open", marked("More than three promises are open now. Fewer are kept more often."))


def _of_cleanup(one: Commitment) -> Iterator[Hint]:
    told = (one.what_i_did, one.cost_to_them, one.own_it, one.repair_offer)
    if any(_first(_ADVICE, words) for words in told):
        yield Hint("advice", ADVICE)
    if but := _first(_BUT, one.own_it):
        yield Hint("but", marked("“{words}” takes back what stands before it. End the sentence there."), but)
    if felt := _first(_IF_YOU_FELT, one.own_it):
        yield Hint("if-you-felt", marked("“{words}” hands it back to them. Say what you did."), felt)


def _first(pattern: re.Pattern[str], text: str | None) -> str:
    found = pattern.search(" ".join((text or "")[:_READ].split()))
    return found[0] if found else ""
