"""The shapes of the documents about partners: who they are, how it stands, what was shared."""

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render.shapes import CommitmentFields, Day, FieldsOf, Head, Time


class BesidePartner(TypedDict):
    """What stands beside the fields of a partner.

    `keys` says whether files can be exchanged, `open` counts what is open between the two, `next_on` is the day of
    the next check-in.
    """

    handle: str
    keys: Literal["none", "begun", "to-compare", "paired"]
    last_sent: Time | None
    last_received: Time | None
    unseen: int
    missing: int
    promises: list[CommitmentFields]
    next_on: Day | None


class BesideShared(TypedDict):
    """What stands beside the fields of a shared file: its number, and what its content calls itself."""

    handle: str
    sequence: int
    kind: str


PartnerFields = Annotated[dict[str, Any], FieldsOf((Partner, BesidePartner))]
SharedFields = Annotated[dict[str, Any], FieldsOf((Shared, BesideShared))]


class Partners(Head):
    """What `partner list` gives."""

    partners: list[PartnerFields]


class PartnerShown(Head):
    """What `partner show` gives: the six words, null before there are any, and the agreement, line by line."""

    partner: PartnerFields
    words: str | None
    agreement: list[str]


class PartnerLog(Head):
    """What `partner log` gives: every file that went or came, oldest first, with all it held."""

    partner: str
    alias: str
    files: list[SharedFields]


class Received(Head):
    """What `receive` gives. `kind` is what the file calls itself; `record` its line in the log, null in a pairing.

    `written` is the file to be sent, `words` are to be compared; null where there are none.
    """

    kind: str
    partner: str
    alias: str
    new: bool
    record: SharedFields | None
    missing: list[int]
    words: str | None
    written: str | None
