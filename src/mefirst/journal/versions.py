"""Versions of what is stored: an older document is read as the current one; a newer one is neither read nor written.

The name of a schema ends in its version, as `mefirst.entry/1`. A version that changes what a field means comes
with the function that makes a document of the version before into one of it; it is called from `current`.
There is none yet: all that is stored is of the first version. A new field needs none.
"""

from typing import Any

from mefirst.journal.codec import Unreadable


class Newer(Unreadable):
    """A document of a version later than this mefirst knows; `schema` is what it says it is."""

    def __init__(self, schema: str) -> None:
        super().__init__(f"it was written by a newer mefirst ({schema})")
        self.schema = schema


def current(document: dict[str, Any], schema: str) -> dict[str, Any]:
    """Return a document as the version `schema` of its kind has it; Newer where it is of a later one."""
    found = document.get("schema")
    if found != schema and isinstance(found, str) and _is_later(found, schema):
        raise Newer(found)
    return document


def _is_later(found: str, schema: str) -> bool:
    name, _, version = found.rpartition("/")
    ours, _, known = schema.rpartition("/")
    return name == ours and version.isdecimal() and int(version) > int(known)
