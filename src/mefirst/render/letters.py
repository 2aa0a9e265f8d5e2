"""What a letter holds, as people read it, by what it calls itself: a further kind is a further line."""

from collections.abc import Callable, Mapping
from typing import Any

from mefirst.journal.codec import Unreadable, encode
from mefirst.model.scale import signed, spoken
from mefirst.render import partners, replies, shares
from mefirst.render.reading import Say
from mefirst.render.shares import Block
from mefirst.sharing import document, incoming, reply
from mefirst.text import Canvas

FORMS: dict[str, Callable[[Any, Say], list[Block]]] = {
    document.SCHEMA: shares.blocks,
    reply.SCHEMA: replies.blocks,
}
"""What makes blocks of each kind."""


def shown(
    content: dict[str, Any], canvas: Canvas, *, plain: bool, called: Mapping[str, str] | None = None
) -> str:
    """Return all a letter holds, safe to show; field by field where this mefirst does not know its kind any more.

    `called` says what a reference stands for here, to whoever made it.
    """
    schema = str(content.get("schema"))
    form = FORMS.get(schema)
    if form is None:
        return partners.content(content, canvas)
    try:
        letter = incoming.SEALED[schema](encode(content))
    except Unreadable:
        return partners.content(content, canvas)
    names = called or {}
    found = [
        one._replace(title=f"{one.title}, {names[one.ref]}") if one.ref in names else one
        for one in form(letter, spoken if plain else signed)
    ]
    return canvas.signs(shares.told(found) if plain else shares.laid_out(found, canvas))
