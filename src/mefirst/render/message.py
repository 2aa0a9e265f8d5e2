"""The message to paste to whom one asks: in the leader's words, a number is enough, nothing to defend."""

from datetime import date

from mefirst.interview.answerform import END, NO_DIMENSION, NUMBER, WORDS
from mefirst.model.entry import Effect, Entry
from mefirst.render.dates import near_day
from mefirst.speech import ENGLISH, Speech, marked
from mefirst.text import one_line, safe, wrap

_ENDS = {
    "clarity": (marked("left things much less clear"), marked("made things much clearer")),
    "trust": (marked("damaged our trust"), marked("strengthened it")),
    "respect": (marked("felt disrespectful"), marked("felt respectful")),
    "safety": (marked("made it harder to speak up"), marked("made it easier")),
    "energy": (marked("took your energy"), marked("gave you energy")),
    "ownership": (marked("took it out of your hands"), marked("made it more yours")),
    "growth": (marked("kept you small"), marked("helped you grow")),
    "results": (marked("set the work back"), marked("moved the work on")),
    "closeness": (marked("put distance between us"), marked("brought us closer")),
}
_FORM_WIDTH = 72  # so that an e-mail that quotes it breaks no line
_ANY_ENDS = (marked("it did harm"), marked("it helped a lot"))


def message_to(entry: Entry, line: Effect | None, today: date, say: Speech = ENGLISH) -> str:
    """Return the message about one effect of an entry, or about the moment as a whole."""
    low, high = _ENDS[line.dimension] if line else _ANY_ENDS
    when = near_day(entry.on, today, say)
    if not -1 <= (entry.on - today).days <= 0:
        when = say("on {day}", day=when)
    if entry.intent:
        intent = safe(one_line(entry.intent))
        opening = say("{When} I meant: “{intent}”.", When=_upper(when), intent=intent)
    else:
        opening = say("{When} I have been thinking of our talk.", When=_upper(when))
    return opening + " " + say(
        "How did it land, from −3 ({low}) to +3 ({high})? A number is enough. I will only say thank you.",
        low=say(low), high=say(high),
    )  # fmt: skip


def form_to(entry: Entry, line: Effect | None, today: date, say: Speech = ENGLISH) -> str:
    """Return the message as a form to be filled in with any editor or in an e-mail; it names nobody.

    Its last line says which moment and dimension it is about, by what nobody else can make use of.
    """
    dimension = line.dimension if line else NO_DIMENSION
    return "\n".join(
        [
            *wrap(message_to(entry, line, today, say), _FORM_WIDTH),
            "",
            say(NUMBER),
            "",
            say(WORDS),
            "",
            "",
            f"{say(END)} {entry.handle} {dimension}",
        ]
    )


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]
