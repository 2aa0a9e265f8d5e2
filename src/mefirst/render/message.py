"""The message to paste to whom one asks: in the leader's words, a number is enough, nothing to defend."""

from datetime import date

from mefirst.model.entry import Effect, Entry
from mefirst.render.dates import near_day
from mefirst.text import one_line, safe

_ENDS = {
    "clarity": ("left things much less clear", "made things much clearer"),
    "trust": ("damaged our trust", "strengthened it"),
    "respect": ("felt disrespectful", "felt respectful"),
    "safety": ("made it harder to speak up", "made it easier"),
    "energy": ("took your energy", "gave you energy"),
    "ownership": ("took it out of your hands", "made it more yours"),
    "growth": ("kept you small", "helped you grow"),
    "results": ("set the work back", "moved the work on"),
    "closeness": ("put distance between us", "brought us closer"),
}
_ANY_ENDS = ("it did harm", "it helped a lot")


def message_to(entry: Entry, line: Effect | None, today: date) -> str:
    """Return the message about one effect of an entry, or about the moment as a whole."""
    low, high = _ENDS[line.dimension] if line else _ANY_ENDS
    when = near_day(entry.on, today)
    day = when if when in {"today", "yesterday"} else f"on {when}"
    meant = (
        f"I meant: “{safe(one_line(entry.intent))}”." if entry.intent else "I have been thinking of our talk."
    )
    return (
        f"{day[0].upper()}{day[1:]} {meant} How did it land, from −3 ({low}) to +3 ({high})? "
        "A number is enough. I will only say thank you."
    )
