"""The shapes of the documents about partners: who they are, how it stands, what was shared."""

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from mefirst.model.partner import Partner
from mefirst.model.share import Shared
from mefirst.render.shapes import CommitmentFields, Day, FieldsOf, Head, Time


class BesidePartner(TypedDict):
    """What stands beside the fields of a partner.

    `keys` says whether files can be exchanged, `next_on` is the day of the next check-in. `open_questions` counts those
    without an answer, `undecided` replies with something to take over; `shared_promises` of a leader are open.
    """

    handle: str
    keys: Literal["none", "begun", "to-compare", "paired"]
    last_sent: Time | None
    last_received: Time | None
    unseen: int
    missing: int
    promises: list[CommitmentFields]
    open_questions: int
    undecided: int
    shared_promises: int
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
    """What `partner show` gives: the six words, null before there are any, and the agreement, line by line.

    Of a leader also the last share that came, the last question that went to them, and the answer; null without.
    """

    partner: PartnerFields
    words: str | None
    agreement: list[str]
    share: dict[str, Any] | None
    question: str | None
    answer: str | None


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
