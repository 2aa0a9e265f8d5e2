"""What a letter holds, as people read it, by what it calls itself: a further kind is a further line."""

from collections.abc import Callable
from typing import Any, NamedTuple

from mefirst.journal.codec import Unreadable, encode
from mefirst.render import partners, shares
from mefirst.sharing import document, incoming
from mefirst.text import Canvas


class Form(NamedTuple):
    """How a kind of letter is shown: laid out for a canvas, and in plain sentences."""

    text: Callable[[Any, Canvas], str]
    plain: Callable[[Any], str]


FORMS = {document.SCHEMA: Form(shares.text, shares.plain)}


def shown(content: dict[str, Any], canvas: Canvas, *, plain: bool) -> str:
    """Return all a letter holds, safe to show; field by field where this mefirst does not know its kind any more."""
    schema = str(content.get("schema"))
    form = FORMS.get(schema)
    if form is None:
        return partners.content(content, canvas)
    try:
        letter = incoming.SEALED[schema](encode(content))
    except Unreadable:
        return partners.content(content, canvas)
    return canvas.signs(form.plain(letter) if plain else form.text(letter, canvas))
