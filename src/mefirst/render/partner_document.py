"""JSON documents about partners."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mefirst.analysis.partnership import Standing
from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render.document import Origin, fields_of, head
from mefirst.render.leaders import Came
from mefirst.render.partners import agreement
from mefirst.sharing.post import TakenIn
from mefirst.text import Canvas

if TYPE_CHECKING:
    from mefirst.render import partner_shapes as shapes

_UNBROKEN = Canvas(width=100_000)


def partner_fields(one: Standing) -> "shapes.PartnerFields":
    """Return a partner with how it stands."""
    return {
        **fields_of(one.partner),
        "handle": one.partner.handle,
        "keys": one.keys,
        "last_sent": one.last_sent.isoformat() if one.last_sent else None,
        "last_received": one.last_received.isoformat() if one.last_received else None,
        "unseen": one.unseen,
        "missing": one.missing,
        "promises": [{**fields_of(promise), "handle": promise.handle} for promise in one.promises],
        "open_questions": one.between.questions,
        "undecided": one.between.undecided,
        "shared_promises": one.between.promises,
        "next_on": one.next_on.isoformat() if one.next_on else None,
    }


def shared_fields(one: Shared) -> "shapes.SharedFields":
    """Return a line of the share log, with all the file held."""
    return {**fields_of(one), "handle": one.handle, "sequence": one.sequence, "kind": one.kind}


def partners(found: Sequence[Standing], origin: Origin) -> "shapes.Partners":
    """Return all partners."""
    return {**head("mefirst.partners/1", origin), "partners": [partner_fields(one) for one in found]}


def shown(one: Standing, words: str | None, came: Came, origin: Origin) -> "shapes.PartnerShown":
    """Return one partner, and of a leader what came last."""
    question = came.heard.letter.reply.question if came.heard else None
    return {
        **head("mefirst.partner-shown/1", origin),
        "partner": partner_fields(one),
        "words": words,
        "agreement": agreement(one.partner, _UNBROKEN),
        "share": came.share.content() if came.share else None,
        "question": question.question if question else None,
        "answer": came.heard.answer if came.heard else None,
    }


def log(partner: Partner, found: Sequence[Shared], origin: Origin) -> "shapes.PartnerLog":
    """Return what went to a partner and came from one."""
    return {
        **head("mefirst.partner-log/1", origin),
        "partner": partner.id,
        "alias": partner.alias,
        "files": [shared_fields(one) for one in found],
    }


def received(
    partner: Partner, kind: str, taken: TakenIn | None, origin: Origin, step: tuple[str | None, Path | None]
) -> "shapes.Received":
    """Return what came of a file; `step` are the words and the file to be sent of a pairing, where there are any."""
    words, path = step
    return {
        **head("mefirst.received/1", origin),
        "kind": kind,
        "partner": partner.id,
        "alias": partner.alias,
        "new": taken.is_new if taken else True,
        "record": shared_fields(taken.shared) if taken else None,
        "missing": list(taken.missing.first) if taken else [],
        "words": words,
        "written": str(path) if path else None,
    }
