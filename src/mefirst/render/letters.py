"""What a letter holds, as people read it, by what it calls itself: a further kind is a further line."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mefirst.journal.codec import Unreadable, encode
from mefirst.model.scale import signed, spoken
from mefirst.render import partners, replies, shares
from mefirst.render.reading import Say
from mefirst.render.shares import Block, Fact
from mefirst.sharing import document, incoming, reply
from mefirst.sharing.names import with_aliases
from mefirst.text import Canvas

FORMS: dict[str, Callable[[Any, Say], list[Block]]] = {
    document.SCHEMA: shares.blocks,
    reply.SCHEMA: replies.blocks,
}
"""What makes blocks of each kind."""


class Here(NamedTuple):
    """What a letter's own words stand for here: `called` says it of a reference, `people` of a name, by reference."""

    called: Mapping[str, str]
    people: Mapping[str, Mapping[str, str]]


_NOTHING = Here({}, {"": {}})


def shown(content: dict[str, Any], canvas: Canvas, *, plain: bool, here: Here = _NOTHING) -> str:
    """Return all a letter holds, safe to show; field by field where this mefirst does not know its kind any more."""
    schema = str(content.get("schema"))
    form = FORMS.get(schema)
    if form is None:
        return partners.content(content, canvas)
    try:
        letter = incoming.SEALED[schema](encode(content))
    except Unreadable:
        return partners.content(content, canvas)
    found = [_put_here(one, here) for one in form(letter, spoken if plain else signed)]
    return canvas.signs(shares.told(found) if plain else shares.laid_out(found, canvas))


def _put_here(block: Block, here: Here) -> Block:
    title = f"{block.title}, {here.called[block.ref]}" if block.ref in here.called else block.title
    people = here.people.get(block.ref, here.people[""])
    facts = (
        Fact(with_aliases(label, people), tuple(with_aliases(line, people) for line in lines))
        for label, lines in block.facts
    )
    return block._replace(title=title, facts=tuple(facts))
