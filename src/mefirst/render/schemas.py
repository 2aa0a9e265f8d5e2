"""The JSON Schema of each document there is: what the journal keeps, what commands give, what coaches write."""

from typing import Any, NamedTuple

from pydantic import TypeAdapter

from mefirst.model.checkin import Checkin
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.partner import Partner
from mefirst.model.record import Record
from mefirst.model.review import Review
from mefirst.model.share import Shared
from mefirst.packs.schema import pack_schema
from mefirst.render import journal_shapes, partner_shapes, report_shapes, shapes
from mefirst.sharing import pairing, reply
from mefirst.sharing.document import SCHEMA as SHARE
from mefirst.sharing.document import Share

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_RECORDS = (Entry, Commitment, Checkin, Review, Focus, Partner, Shared)
_SEALED = "unsaid"
"""The field of an entry that `show` alone gives out."""


class Document(NamedTuple):
    """A document: what it calls itself in its field `schema`, what it is, and its shape; None is a pack."""

    schema: str
    about: str
    shape: Any = None


def _kept(kind: type[Record], about: str) -> Document:
    return Document(kind.SCHEMA, f"{about}, as the journal keeps it", kind)


DOCUMENTS = {
    "entry": _kept(Entry, "a moment"),
    "commitment": _kept(Commitment, "a promise or a cleanup"),
    "checkin": _kept(Checkin, "a talk with a partner"),
    "review": _kept(Review, "a look back"),
    "focus": _kept(Focus, "the dimension you work on"),
    "partner": _kept(Partner, "a partner, and what was agreed"),
    "shared": _kept(Shared, "a file sent to a partner or received"),
    "purged": Document("mefirst.purged/1", "the sign of a record deleted for good", journal_shapes.Purged),
    "backup": Document("mefirst.backup/1", "manifest.json in a backup", journal_shapes.Manifest),
    "export": Document("mefirst.export/1", "export --format jsonl: its first line", journal_shapes.Export),
    "export-line": Document("", "export --format jsonl: each further line", journal_shapes.ExportLine),
    "today": Document("mefirst.today/1", "mefirst --format json", shapes.Today),
    "commitment-list": Document("mefirst.commitments/1", "commitment list --format json", shapes.Commitments),
    "commitment-line": Document(
        Commitment.SCHEMA, "commitment list --format jsonl: each of its lines", shapes.CommitmentDue
    ),
    "list": Document("mefirst.list/1", "list --format json", shapes.Entries),
    "list-line": Document(Entry.SCHEMA, "list --format jsonl: each of its lines", shapes.EntryFields),
    "show": Document("mefirst.show/1", "show --format json", shapes.Shown),
    "history": Document("mefirst.history/1", "show --history --format json", journal_shapes.History),
    "gaps": Document("mefirst.gaps/1", "gaps --format json", shapes.Gaps),
    "report": Document("mefirst.report/1", "report --format json", report_shapes.Report),
    "journal-check": Document("mefirst.check/1", "journal check --format json", journal_shapes.Check),
    "journal-list": Document("mefirst.journals/1", "journal list --format json", journal_shapes.Journals),
    "config": Document("mefirst.config/1", "config --format json", shapes.Config),
    "partner-list": Document("mefirst.partners/1", "partner list --format json", partner_shapes.Partners),
    "partner-show": Document(
        "mefirst.partner-shown/1", "partner show --format json", partner_shapes.PartnerShown
    ),
    "partner-log": Document("mefirst.partner-log/1", "partner log --format json", partner_shapes.PartnerLog),
    "share": Document(SHARE, "what a share holds: share --dry-run --format json", Share),
    "receive": Document("mefirst.received/1", "receive --format json", partner_shapes.Received),
    "introduction": Document("mefirst.introduction/1", "the first file of a pairing", pairing.Introduction),
    "pairing-answer": Document(
        "mefirst.pairing-answer/1", "the second file of a pairing, once opened", pairing.PairingAnswer
    ),
    "pairing-key": Document(
        "mefirst.pairing-key/1", "the third file of a pairing, once opened", pairing.PairingKey
    ),
    "reply": Document("mefirst.reply/1", "what a partner sends back, once opened", reply.Reply),
    "pack-list": Document("mefirst.packs/1", "pack list --format json", shapes.Packs),
    "pack-show": Document("mefirst.pack/1", "pack show --format json", shapes.PackShown),
    "pack-check": Document("mefirst.pack-check/1", "pack check --format json", shapes.PackCheck),
    "pack": Document("", "a pack.yaml, for editors (pack show gives pack-show)"),
}
"""Each document by its name in `mefirst schema NAME`, in the order they are listed."""


def named(typed: str) -> str | None:
    """Return the name of the document called so: here, or by itself, as in `mefirst.packs/1` or `packs`."""
    if typed in DOCUMENTS:
        return typed
    itself = {one.schema: name for name, one in reversed(DOCUMENTS.items()) if one.schema}
    return itself.get(typed) or itself.get(f"mefirst.{typed}/1")


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document; KeyError where there is none of that name.

    Only what travels forbids further fields; to ours they are added, ever. A pack is held to what it may say.
    """
    document = DOCUMENTS[name]
    if document.shape is None:
        return {"title": document.about, **pack_schema()}
    kept = document.shape in _RECORDS
    found = TypeAdapter(document.shape).json_schema(mode="validation" if kept else "serialization")
    for kind in _RECORDS:
        if definition := found.get("$defs", {}).get(kind.__name__):
            _call(definition, kind.SCHEMA)
            definition["required"] = [one for one in definition["required"] if one != _SEALED]
    if "properties" in found and document.schema:
        _call(found, document.schema)
    return {"$schema": _DRAFT, **found, "title": document.about}


def _call(definition: dict[str, Any], schema: str) -> None:
    """Say what a document calls itself."""
    definition["properties"]["schema"] = {"const": schema}
