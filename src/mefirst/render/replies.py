"""A reply in words: the partner's preview, and what the leader reads. All of it, and nothing beside it."""

from collections.abc import Iterator

from mefirst.render.dates import long_day
from mefirst.render.reading import Say
from mefirst.render.shares import Block, Fact, typed
from mefirst.sharing.reply import Heard, Reply

AIMS = {
    "decision": "about a decision",
    "assumption": "about an assumption",
    "belief": "about a belief",
    "attitude": "about an attitude",
}


def blocks(reply: Reply, say: Say) -> list[Block]:
    """Return all that stands in a reply, the head first; impact goes by the reference of its moment."""
    found = [Block("A reply", "", tuple(_head(reply)))]
    if reply.well:
        found.append(Block("Done well", "", (typed("", reply.well),)))
    if reply.question:
        title = f"A question {AIMS[reply.question.target]}"
        found.append(Block(title, "", (typed("", reply.question.question),)))
    found += [Block("Impact heard", one.ref, (Fact(*heard(one, say)),)) for one in reply.impacts]
    if reply.next_on:
        found.append(Block("To meet again", "", (Fact("", (long_day(reply.next_on),)),)))
    return found


def _head(reply: Reply) -> Iterator[Fact]:
    yield Fact("Made", (f"number {reply.sequence}, {long_day(reply.made_on)}",))
    if reply.about:
        yield Fact("To share number", (str(reply.about),))


def heard(one: Heard, say: Say) -> tuple[str, tuple[str, ...]]:
    """Return one impact as a label and a line."""
    toward = f", toward {one.toward}" if one.toward else ""
    by = f"said by {one.by}" if one.by else "the view of whoever writes this"
    return f"{one.dimension.capitalize()}{toward}", (f"arrived {say(one.value)}, {by}",)
