"""What the lock file says of the packs that were added."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    model_validator,
)

from mefirst.packs.bundle import PACK_FILE, Member, digest_of, is_pack_file
from mefirst.packs.model import PackId, Version
from mefirst.packs.refusals import PacksDamaged, PacksNewer
from mefirst.text import encodable, one_line

FORMAT: Literal["mefirst-packs/1"] = "mefirst-packs/1"
MOST_BYTES = 4 * 1024 * 1024

_NUMBERED = re.compile(r"mefirst-packs/[1-9][0-9]*")


def _encodable(value: Any) -> Any:
    return encodable(value, "utf-8") if isinstance(value, str) else value


_Shown = Annotated[str, BeforeValidator(_encodable)]  # a path may hold bytes that are no text


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(_Strict):
    """Where a pack came from; of git, `ref` is what was asked for and `commit` what it was then."""

    kind: Literal["folder", "file", "zip", "git", "text"]
    url: _Shown = ""
    ref: _Shown | None = None
    commit: _Shown | None = None


class LockedPack(_Strict):
    """What the lock file says of a pack. Paths are built from it, so it is as strict as the format is."""

    id: PackId
    version: Version
    source: Source
    sha256: str
    files: tuple[Member, ...]
    pinned: bool = False
    newer: _Shown | None = None
    """A version its source was seen to have, and that was not taken; None where none is known."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        paths = [one.path for one in self.files]
        if PACK_FILE not in paths or len(set(paths)) != len(paths) or not all(map(is_pack_file, paths)):
            raise ValueError("its files are not those of a pack")
        if digest_of(self.files) != self.sha256:
            raise ValueError("its hash is not that of its files")
        return self

    @property
    def folder_name(self) -> str:
        """The name of the folder it is kept in."""
        return f"{self.id}-{self.version}-{self.sha256[:12]}"


class _Lock(_Strict):
    format: Literal["mefirst-packs/1"] = FORMAT
    packs: tuple[LockedPack, ...] = ()


def dump(packs: Iterable[LockedPack]) -> bytes:
    """Return a lock file that lists `packs`, by id."""
    lock = _Lock(packs=tuple(sorted(packs, key=lambda one: one.id)))
    return json.dumps(lock.model_dump(mode="json"), indent=1).encode() + b"\n"


def parse(data: bytes | None, path: Path) -> tuple[LockedPack, ...]:
    """Return what the lock file at `path` lists (None: it is no file); PacksDamaged, PacksNewer."""
    if data is None:
        raise _damaged(path, "it is no regular file")
    if len(data) > MOST_BYTES:
        raise _damaged(path, f"it is larger than {MOST_BYTES // 1024 // 1024} MiB")
    if not data.strip(b"\0 \r\n\t"):
        raise _damaged(path, "it is empty")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise _damaged(path, "it is not JSON") from None
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        if isinstance(found, str) and _NUMBERED.fullmatch(found):
            raise PacksNewer(str(path), found)
        raise _damaged(path, "it is not a list of packs")
    try:
        packs = _Lock.model_validate_json(data, strict=True).packs
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        place = one_line(".".join(map(str, first["loc"])), 80)
        raise _damaged(path, f"{place or 'what it holds'} cannot be right") from None
    if len({one.id for one in packs}) != len(packs):
        raise _damaged(path, "it lists a pack twice")
    return packs


def _damaged(path: Path, why: str) -> PacksDamaged:
    return PacksDamaged(str(path), why, "Move it away and add the packs again.")
