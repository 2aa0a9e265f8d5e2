"""Installed packs: what was added is there to the byte, or it is said what is not; no interruption loses one."""

import contextlib
import errno
import fcntl
import itertools
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mefirst.errors import CannotWrite, MefirstError, PackProblems, UnknownPack
from mefirst.packs.bundle import Bundle
from mefirst.packs.installed import Installed
from mefirst.packs.lockfile import Source
from mefirst.packs.pasted import from_text
from mefirst.packs.refusals import PacksBusy, PacksDamaged, PacksNewer
from mefirst.paths import find_paths
from oscalls import Calls, files_below

HOPE = "{id: hope, type: long, ask: What did you hope for?, fills: intent}"
CAME = "{id: came, type: long, ask: What came of it?, fills: impact}"
TYPED = Source(kind="folder", url="/home/anna/small")


def pack_text(*questions: str, id: str = "small", version: str = "1.0.0", more: str = "") -> bytes:  # noqa: A002 as in a pack
    asked = "".join(f"  - {question}\n" for question in questions or (HOPE, CAME))
    return f"mefirst_pack: 1\nid: {id}\nversion: {version}\ntitle: X\nfor: entry\n{more}questions:\n{asked}".encode()


def bundle_of(id: str = "small", version: str = "1.0.0") -> Bundle:  # noqa: A002 as in a pack
    return Bundle(
        {
            "pack.yaml": pack_text(id=id, version=version),
            "README.md": b"# x",
            "lang/de.yaml": version.encode(),
        }
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def installed(place: Path) -> Installed:
    return Installed(place / "packs", place / "packs.lock")


def states(installed: Installed) -> dict[str, tuple[str, str, str]]:
    return {one.locked.id: (one.locked.version, one.state, one.file) for one in installed.packs()}


def folders(place: Path) -> list[str]:
    """What lies in the packs folder, beside the lock."""
    return sorted(path.name for path in (place / "packs").iterdir() if path.name != ".lock")


def file_of(place: Path, path: str, pack: str = "small") -> Path:
    return next((place / "packs").glob(f"{pack}-*")) / path


# ---- adding, listing, removing


def test_before_anything_was_added_there_is_nothing_and_looking_creates_nothing(
    installed: Installed, place: Path
) -> None:
    assert installed.locked() == ()
    assert installed.packs() == ()
    for asked in (installed.bundle, installed.remove):
        with pytest.raises(UnknownPack) as caught:
            asked("small")
        assert caught.value.exit_code == 4
    assert not place.exists()


def test_a_pack_that_was_added_is_there_as_it_was(installed: Installed, place: Path) -> None:
    """Also for whoever looks next."""
    bundle = bundle_of()
    added = installed.add(bundle, TYPED)
    for looking in (installed, Installed(place / "packs", place / "packs.lock")):
        assert looking.locked() == (added,)
        assert looking.packs() == ((added, "verified", ""),)
        assert looking.bundle("small") == bundle


def test_the_lock_file_says_what_is_installed_and_where_it_came_from(
    installed: Installed, place: Path
) -> None:
    bundle = bundle_of(version="1.2.0")
    source = Source(kind="git", url="https://example.org/small", ref="v1.2.0", commit="0" * 40)
    installed.add(bundle, source, pinned=True)
    assert json.loads((place / "packs.lock").read_bytes()) == {
        "format": "mefirst-packs/1",
        "packs": [
            {
                "id": "small",
                "version": "1.2.0",
                "source": {
                    "kind": "git",
                    "url": "https://example.org/small",
                    "ref": "v1.2.0",
                    "commit": "0" * 40,
                },
                "sha256": bundle.digest,
                "files": [
                    [path, len(data), sha256(data).hexdigest()] for path, data in sorted(bundle.files.items())
                ],
                "pinned": True,
                "newer": None,
            }
        ],
    }


def test_a_newer_version_that_was_seen_is_written_down_until_the_pack_is_added_again(
    installed: Installed, place: Path
) -> None:
    installed.add(bundle_of(), TYPED)
    installed.add(bundle_of("other"), TYPED)
    installed.note_newer("small", "v1.2.0")
    assert {one.id: one.newer for one in installed.locked()} == {"small": "v1.2.0", "other": None}
    before = (place / "packs.lock").stat().st_ino
    installed.note_newer("small", "v1.2.0")
    assert (place / "packs.lock").stat().st_ino == before
    assert installed.add(bundle_of(version="1.2.0"), TYPED).newer is None
    with pytest.raises(UnknownPack):
        installed.note_newer("nobody", None)


def test_a_pack_lies_in_a_folder_of_its_id_version_and_hash(installed: Installed, place: Path) -> None:
    bundle = bundle_of(version="1.2.0")
    installed.add(bundle, TYPED)
    assert folders(place) == [f"small-1.2.0-{bundle.digest[:12]}"]
    assert files_below(place / "packs" / folders(place)[0]) == dict(sorted(bundle.files.items()))


def test_the_longest_version_can_be_installed(installed: Installed) -> None:
    bundle = bundle_of(version=".".join(["9" * 9] * 3))
    installed.add(bundle, TYPED)
    assert installed.bundle("small") == bundle


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_everything_is_the_owners_alone_whatever_the_umask(
    installed: Installed, place: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        installed.add(bundle_of(), TYPED)
    finally:
        os.umask(before)
    for path in (place, *place.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_packs_are_kept_below_the_data_of_their_owner(home: Path) -> None:
    installed = Installed.below(find_paths())
    installed.add(bundle_of(), TYPED)
    assert sorted(path.name for path in home.iterdir()) == ["packs", "packs.lock"]


def test_packs_are_listed_by_their_ids(installed: Installed) -> None:
    for name in ("beta", "alpha", "gamma"):
        installed.add(bundle_of(name), TYPED)
    assert [one.locked.id for one in installed.packs()] == ["alpha", "beta", "gamma"]
    assert [installed.bundle(one.id) for one in installed.locked()] == [
        bundle_of(name) for name in ("alpha", "beta", "gamma")
    ]


@pytest.mark.parametrize("version", ["2.0.0", "1.0.0", "0.9.0"])
def test_another_version_takes_the_place_of_the_one_before(
    installed: Installed, place: Path, version: str
) -> None:
    """Newer, older or the same number with other words: whoever asked for it has decided."""
    installed.add(bundle_of(), TYPED, pinned=True)
    installed.add(bundle_of("other"), TYPED)
    newer = Bundle({"pack.yaml": pack_text(version=version, more="about: New.\n")})
    added = installed.add(newer, Source(kind="zip", url="small.zip"))
    assert installed.bundle("small") == newer
    assert (added.source.kind, added.pinned) == ("zip", False)
    assert folders(place) == sorted([f"other-1.0.0-{bundle_of('other').digest[:12]}", added.folder_name])
    assert installed.bundle("other") == bundle_of("other")


def test_adding_what_is_there_already_writes_the_list_alone(installed: Installed, place: Path) -> None:
    installed.add(bundle_of(), TYPED)
    before = file_of(place, "pack.yaml").stat()
    installed.add(bundle_of(), TYPED, pinned=True)
    after = file_of(place, "pack.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert installed.locked()[0].pinned


def test_a_broken_pack_is_not_added(installed: Installed, place: Path) -> None:
    with pytest.raises(PackProblems):
        installed.add(Bundle({"pack.yaml": b"mefirst_pack: 1\n"}), TYPED)
    assert not place.exists()


def test_pasted_questions_can_be_installed(installed: Installed) -> None:
    installed.add(from_text("Whom did you thank today?"), Source(kind="text"))
    assert installed.bundle("whom-did-you-thank-today").loaded().pack.title == "Whom did you thank today"


def test_a_source_whose_path_is_no_text_is_written_down_all_the_same(installed: Installed) -> None:
    """Paths may hold any bytes; the list holds text."""
    installed.add(bundle_of(), Source(kind="folder", url="/srv/\udcff\ud800"))
    assert installed.locked()[0].source.url == r"/srv/\udcff\ud800"


def test_a_pack_that_was_removed_is_gone_and_the_others_are_not(installed: Installed, place: Path) -> None:
    """Also where one id begins with another, and where a file of somebody's lies beside them."""
    for name in ("small", "small-1", "small-er"):
        installed.add(bundle_of(name), TYPED)
    notes = place / "packs" / "small-notes"
    notes.mkdir()
    installed.remove("small")
    assert states(installed) == {"small-1": ("1.0.0", "verified", ""), "small-er": ("1.0.0", "verified", "")}
    assert [name[:8] for name in folders(place)] == ["small-1-", "small-er", "small-no"]
    with pytest.raises(UnknownPack) as caught:
        installed.remove("small")
    assert caught.value.hint == "Packs here: small-1 small-er"


# ---- what is no longer as it was


def _now_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("path", ["pack.yaml", "README.md", "lang/de.yaml"])
@pytest.mark.parametrize(
    ("harm", "state"),
    [
        (lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]), "changed"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "changed"),
        (lambda path: path.write_bytes(path.read_bytes() + b"\n"), "changed"),
        (lambda path: path.write_bytes(b""), "changed"),
        (lambda path: path.unlink(), "missing"),
        (lambda path: (path.unlink(), path.mkdir()), "changed"),
        (_now_a_pipe, "changed"),
        (lambda path: (path.unlink(), path.symlink_to(path)), "changed"),
        (lambda path: (path.unlink(), path.symlink_to("gone")), "missing"),
    ],
    ids=["bit", "shorter", "longer", "empty", "gone", "folder", "pipe", "loop", "dangling"],
)
def test_a_file_that_is_not_as_it_was_installed_is_named(
    installed: Installed, place: Path, path: str, harm: Callable[[Path], object], state: str
) -> None:
    """Such a pack is not used; adding it again mends it, and another pack is not touched by any of it."""
    installed.add(bundle_of(), TYPED)
    installed.add(bundle_of("other"), TYPED)
    harm(file_of(place, path))
    assert states(installed) == {"other": ("1.0.0", "verified", ""), "small": ("1.0.0", state, path)}
    with pytest.raises(PacksDamaged) as caught:
        installed.bundle("small")
    assert caught.value.exit_code == 3
    told = "is missing" if state == "missing" else "is not as it was installed"
    assert caught.value.lines() == [
        f"The pack 'small' is damaged: {path} {told}.",
        "Nothing was changed. Add it again: mefirst pack add /home/anna/small",
    ]
    assert installed.bundle("other") == bundle_of("other")
    installed.add(bundle_of(), TYPED)
    assert installed.bundle("small") == bundle_of()
    assert len(folders(place)) == 2


@pytest.mark.parametrize("instead", ["nothing", "a file", "a link"])
def test_a_pack_whose_folder_is_gone_is_missing_and_can_be_added_or_removed(
    installed: Installed, place: Path, instead: str
) -> None:
    for mend in (lambda: installed.add(bundle_of(), TYPED), lambda: installed.remove("small")):
        installed.add(bundle_of(), TYPED)
        folder = file_of(place, ".")
        folder.rename(place / "away")
        if instead == "a file":
            folder.write_bytes(b"x")
        elif instead == "a link":
            folder.symlink_to(place / "gone")
        assert states(installed) == {"small": ("1.0.0", "missing", "README.md")}
        mend()
        assert all(one.state == "verified" for one in installed.packs())
        assert len(folders(place)) == len(installed.packs())
        (place / "away").rename(place / "far-away") if not (place / "far-away").exists() else None


def test_a_pack_without_a_known_source_says_how_to_add_it_again(installed: Installed, place: Path) -> None:
    installed.add(bundle_of(), Source(kind="text"))
    file_of(place, "README.md").unlink()
    with pytest.raises(PacksDamaged) as caught:
        installed.bundle("small")
    assert caught.value.hint.endswith("mefirst pack add SOURCE")


def test_a_file_put_beside_those_of_a_pack_is_never_read(installed: Installed, place: Path) -> None:
    installed.add(bundle_of(), TYPED)
    file_of(place, "lang/fr.yaml").write_bytes(b"x")
    assert states(installed) == {"small": ("1.0.0", "verified", "")}
    assert installed.bundle("small") == bundle_of()


# ---- a list that cannot be read


def _lock(change: Callable[[dict[str, Any]], object]) -> bytes:
    """A lock file of one pack with something changed in it."""
    bundle = bundle_of()
    pack: dict[str, Any] = {
        "id": "small",
        "version": "1.0.0",
        "source": {"kind": "folder", "url": "x", "ref": None, "commit": None},
        "sha256": bundle.digest,
        "files": [list(one) for one in bundle.members],
        "pinned": False,
    }
    document = {"format": "mefirst-packs/1", "packs": [pack]}
    change(pack)
    return json.dumps(document).encode()


def _with_path(path: str) -> bytes:
    """A lock file whose hash fits, with a path no pack has."""
    listed = [*bundle_of().members[1:], (path, 1, sha256(b"x").hexdigest())]
    listing = "".join(f"{sha}  {size}  {name}\n" for name, size, sha in sorted(listed))
    return _lock(lambda pack: pack.update(files=listed, sha256=sha256(listing.encode()).hexdigest()))


def _without(path: str) -> bytes:
    listed = [one for one in bundle_of().members if one.path != path]
    listing = "".join(f"{sha}  {size}  {name}\n" for name, size, sha in listed)
    return _lock(lambda pack: pack.update(files=listed, sha256=sha256(listing.encode()).hexdigest()))


WHOLE = _lock(lambda _: None)
CORRUPT: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is empty"),
    "zeros": (bytes(4096), "it is empty"),
    "cut": (WHOLE[:-1], "it is not JSON"),
    "words": (b"hello", "it is not JSON"),
    "latin": (b'{"format": "\xff"}', "it is not JSON"),
    "deep": (b"[" * 100_000, "it is not JSON"),
    "digits": (b"9" * 10_000, "it is not JSON"),
    "list": (b"[]", "it is not a list of packs"),
    "object": (b"{}", "it is not a list of packs"),
    "other": (b'{"format": "mefirst/1", "packs": []}', "it is not a list of packs"),
    "odd format": (b'{"format": ["mefirst-packs/2"], "packs": []}', "it is not a list of packs"),
    "no packs": (b'{"format": "mefirst-packs/1", "packs": {}}', "packs cannot be right"),
    "more": (b'{"format": "mefirst-packs/1", "packs": [], "x": 1}', "x cannot be right"),
    "large": (b" " * 5_000_000 + WHOLE, "it is larger than 4 MiB"),
    "id": (_lock(lambda pack: pack.update(id="../../evil")), "packs.0.id cannot be right"),
    "id, line end": (_lock(lambda pack: pack.update(id="small\n")), "packs.0.id cannot be right"),
    "version": (_lock(lambda pack: pack.update(version="1/0/0")), "packs.0.version cannot be right"),
    "pinned": (_lock(lambda pack: pack.update(pinned="yes")), "packs.0.pinned cannot be right"),
    "kind": (_lock(lambda pack: pack["source"].update(kind="x")), "packs.0.source.kind cannot be right"),
    "size": (_lock(lambda pack: pack["files"][0].__setitem__(1, "3")), "packs.0.files.0.1 cannot be right"),
    "hash": (_lock(lambda pack: pack.update(sha256="0" * 64)), "packs.0 cannot be right"),
    "file hash": (_lock(lambda pack: pack["files"][0].__setitem__(2, "0" * 64)), "packs.0 cannot be right"),
    "missing": (_lock(lambda pack: pack.pop("version")), "packs.0.version cannot be right"),
    "up": (_with_path("../evil"), "packs.0 cannot be right"),
    "absolute": (_with_path("/etc/passwd"), "packs.0 cannot be right"),
    "twice": (_with_path("pack.yaml"), "packs.0 cannot be right"),
    "no pack.yaml": (_without("pack.yaml"), "packs.0 cannot be right"),
    "surrogate": (WHOLE.replace(b'"x"', b'"\\ud800"'), "what it holds cannot be right"),
    "two": (WHOLE.replace(b"[{", b"[" + WHOLE[WHOLE.index(b"[{") + 1 : -2] + b", {", 1), "it lists a pack twice"),
}  # fmt: skip


def asked_of(installed: Installed) -> list[Callable[[], object]]:
    """Everything that can be asked of installed packs."""
    return [
        installed.locked,
        installed.packs,
        lambda: installed.bundle("small"),
        lambda: installed.add(bundle_of("new"), TYPED),
        lambda: installed.add(bundle_of(), TYPED),
        lambda: installed.remove("small"),
    ]


def test_the_lock_file_these_tests_break_is_whole_before(installed: Installed, place: Path) -> None:
    installed.add(bundle_of(), TYPED)
    (place / "packs.lock").write_bytes(WHOLE)
    assert states(installed) == {"small": ("1.0.0", "verified", "")}
    (place / "packs.lock").write_bytes(_without("README.md"))
    assert [one.path for one in installed.locked()[0].files] == ["lang/de.yaml", "pack.yaml"]


@pytest.mark.parametrize("name", CORRUPT)
def test_a_list_that_cannot_be_read_is_said_to_be_damaged_and_never_overwritten(
    installed: Installed, place: Path, name: str
) -> None:
    """Whatever is asked; the packs stay where they are."""
    data, why = CORRUPT[name]
    installed.add(bundle_of(), TYPED)
    (place / "packs.lock").write_bytes(data)
    before = files_below(place)
    for asked in asked_of(installed):
        with pytest.raises(PacksDamaged) as caught:
            asked()
        assert caught.value.exit_code == 3
        assert caught.value.what == f"{place / 'packs.lock'} is damaged: {why}."
    assert files_below(place) == before


@pytest.mark.parametrize("more", [-1, 1])
def test_a_size_that_is_not_that_of_the_file_is_a_change(
    installed: Installed, place: Path, more: int
) -> None:
    """Also where the list agrees with itself."""
    added = installed.add(bundle_of(), TYPED)
    listed = [[path, size + more * (path == "README.md"), sha] for path, size, sha in added.files]
    listing = "".join(f"{sha}  {size}  {path}\n" for path, size, sha in listed)
    digest = sha256(listing.encode()).hexdigest()
    (place / "packs.lock").write_bytes(_lock(lambda pack: pack.update(files=listed, sha256=digest)))
    (place / "packs" / added.folder_name).rename(place / "packs" / f"small-1.0.0-{digest[:12]}")
    assert states(installed) == {"small": ("1.0.0", "changed", "README.md")}


@pytest.mark.parametrize("found", ["mefirst-packs/2", "mefirst-packs/10"])
def test_a_list_of_a_newer_mefirst_is_left_to_it(installed: Installed, place: Path, found: str) -> None:
    installed.add(bundle_of(), TYPED)
    (place / "packs.lock").write_text(json.dumps({"format": found, "shelves": {}}))
    before = files_below(place)
    for asked in asked_of(installed):
        with pytest.raises(PacksNewer) as caught:
            asked()
        assert caught.value.exit_code == 3
        assert found in caught.value.what
    assert files_below(place) == before


@pytest.mark.parametrize(
    ("instead", "why"),
    [(Path.mkdir, "it is no regular file"), (os.mkfifo, "it is no regular file")],
    ids=["a folder", "a pipe"],
)
def test_what_stands_in_the_place_of_the_list_is_not_waited_for(
    installed: Installed, place: Path, instead: Callable[[Path], object], why: str
) -> None:
    place.mkdir()
    instead(place / "packs.lock")
    for asked in asked_of(installed):
        with pytest.raises(PacksDamaged) as caught:
            asked()
        assert why in caught.value.what


def test_a_list_that_may_not_be_read_says_so(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.add(bundle_of(), TYPED)

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PacksDamaged, match=r"cannot be read \(Permission denied\)") as caught:
        installed.packs()
    assert "rights" in caught.value.hint


def test_a_list_too_long_to_be_read_again_replaces_nothing(installed: Installed, place: Path) -> None:
    installed.add(bundle_of(), TYPED)
    before = (place / "packs.lock").read_bytes()
    with pytest.raises(PacksDamaged, match="larger than 4 MiB"):
        installed.add(bundle_of("other"), Source(kind="git", url="x" * 5_000_000))
    assert (place / "packs.lock").read_bytes() == before


# ---- interruptions


CHANGES: dict[str, Callable[[Installed], object]] = {
    "a new pack": lambda installed: installed.add(bundle_of("new"), TYPED),
    "a newer version": lambda installed: installed.add(bundle_of(version="2.0.0"), TYPED),
    "the same again": lambda installed: installed.add(bundle_of(), TYPED, pinned=True),
    "removing": lambda installed: installed.remove("small"),
}


def prepared(place: Path) -> Installed:
    installed = Installed(place / "packs", place / "packs.lock")
    installed.add(bundle_of(), TYPED)
    installed.add(bundle_of("other"), TYPED)
    return installed


def whole(place: Path) -> tuple[Any, ...]:
    """What is installed, after every byte of it was compared."""
    found = Installed(place / "packs", place / "packs.lock").packs()
    assert all(one.state == "verified" for one in found)
    return tuple(one.locked for one in found)


def before_and_after(
    place: Path, change: Callable[[Installed], object]
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Prepare packs at `place`; return what is installed there, and what the change makes of it elsewhere."""
    prepared(place)
    changed = place.with_name("changed")
    change(copied(place, changed))
    assert whole(changed) != whole(place)
    return whole(place), whole(changed)


def copied(place: Path, to: Path) -> Installed:
    shutil.copytree(place, to)
    return Installed(to / "packs", to / "packs.lock")


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whichever_step_the_system_refuses_the_packs_of_before_or_after_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    """The refusal is told, nothing half is left, and the next try works."""
    change = CHANGES[name]
    before, after = before_and_after(tmp_path / "model", change)
    told: list[MefirstError] = []
    for step in itertools.count():
        place = tmp_path / str(step)
        installed = copied(tmp_path / "model", place)
        with monkeypatch.context() as patched, collected(told):
            calls = Calls(place, patched)
            calls.refuse, calls.errno = step, code
            change(installed)
        if step >= len(calls.made):
            break
        assert whole(place) in (before, after), calls.made[-1]
        if before == whole(place):
            change(installed)
        assert whole(place) == after
        assert not [name for name in folders(place) if name.startswith(".")]
        assert sorted(path.name for path in place.iterdir()) == ["packs", "packs.lock"]
    assert len(told) > 8
    assert all(os.strerror(code) in one.what for one in told)
    assert all("is whole" in one.hint or "Nothing was changed" in one.hint for one in told)


@contextlib.contextmanager
def collected(told: list[MefirstError]) -> Iterator[None]:
    """Add to `told` what was refused inside, if anything was: to read the list, or to write."""
    try:
        yield
    except (CannotWrite, PacksDamaged) as problem:
        told.append(problem)


KILLED = """
import os, sys
from pathlib import Path
from types import SimpleNamespace
sys.path[:0] = sys.argv[3:]
from test_installed import CHANGES, copied
place, change = Path(sys.argv[1]), CHANGES[sys.argv[2]]
DEADLY = ("open", "mkdir", "chmod", "fchmod", "fsync", "replace", "rename", "unlink", "rmdir", "close")

def run(step):
    left = step
    def deadly(real):
        def wrapped(*arguments, **more):
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return real(*arguments, **more)
        return wrapped
    for name in DEADLY:
        setattr(os, name, deadly(getattr(os, name)))
    change(installed)
    os._exit(0)

step, code = 0, 9
while code:
    installed = copied(place / "model", place / str(step))
    child = os.fork()
    if not child:
        run(step)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    step += 1
print(step)
"""


@pytest.mark.parametrize("name", CHANGES)
def test_killed_before_any_call_a_process_leaves_the_packs_of_before_or_after(
    tmp_path: Path, name: str
) -> None:
    """A child dies at each call that changes something; whoever comes next finds all whole and tidies up."""
    change = CHANGES[name]
    before, after = before_and_after(tmp_path / "model", change)
    path = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    command = [sys.executable, "-c", KILLED, str(tmp_path), name, *path]
    steps = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert steps > 12
    seen = set()
    for step in range(steps):
        place = tmp_path / str(step)
        found = whole(place)
        assert found in (before, after), step
        seen.add(found == after)
        installed = Installed(place / "packs", place / "packs.lock")
        change(installed) if found == before else installed.add(bundle_of("other"), TYPED)
        assert whole(place) == after
        assert not [name for name in folders(place) if name.startswith(".")]
    assert seen == {False, True}


def test_a_pack_is_flushed_before_it_has_its_name_and_named_before_it_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is the promise: a power cut may come between any two of these."""
    installed = prepared(tmp_path)
    with monkeypatch.context() as patched:
        calls = Calls(tmp_path, patched)
        added = installed.add(bundle_of(version="2.0.0"), TYPED)
    made = [(call.name, call.path) for call in calls.made]
    to_folder = made.index(("replace", tmp_path / "packs" / added.folder_name))
    to_list = made.index(("replace", tmp_path / "packs.lock"))
    created = [path for name, path in made if name == "create" and path.name != ".lock"]
    flushed = {path: index for index, (name, path) in enumerate(made) if name == "fsync"}
    parts = [path for path in created if path.parent != tmp_path]
    assert len(parts) == 3
    assert all(flushed[path] < to_folder for path in parts)
    assert all(made.index(("fsync", path.parent)) < to_folder for path in parts)
    assert to_folder < flushed[tmp_path / "packs"] < to_list
    assert [flushed[path] < to_list for path in created if path.parent == tmp_path] == [True]
    assert to_list < flushed[tmp_path]


@pytest.mark.parametrize("number", range(5))
def test_an_interrupt_leaves_nothing_half(
    installed: Installed, place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Ctrl-C in the middle of writing is no error of the system."""
    installed.add(bundle_of(), TYPED)
    before = files_below(place), folders(place)
    flushing = itertools.count()
    real = os.fsync

    def interrupted(handle: int) -> None:
        if next(flushing) == number:
            raise KeyboardInterrupt
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            installed.add(bundle_of("other"), TYPED)
    assert (files_below(place), folders(place)) == before


def test_a_file_system_that_cannot_flush_folders_is_tolerated(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    installed.add(bundle_of(), TYPED)
    assert installed.bundle("small") == bundle_of()


def test_on_macos_the_drive_itself_is_flushed(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    real = fcntl.fcntl
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(
        fcntl,
        "fcntl",
        lambda handle, call, *more: flushed.append(call) if call == 51 else real(handle, call, *more),
    )
    monkeypatch.setattr(sys, "platform", "darwin")
    installed.add(bundle_of(), TYPED)
    assert flushed == [51] * 4


def test_on_windows_its_own_lock_is_used(
    installed: Installed, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modes and flushed folders are unknown there."""
    held: list[tuple[int, int]] = []
    free = True

    def locking(handle: int, mode: int, size: int) -> None:
        if not free:
            raise PermissionError(errno.EACCES, "Permission denied")
        held.append((mode, size))

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    installed.add(bundle_of(), TYPED)
    assert held == [(2, 1)]
    assert installed.bundle("small") == bundle_of()
    free = False
    with pytest.raises(PacksBusy):
        Installed(place / "packs", place / "packs.lock", patience=0).remove("small")


def test_what_was_left_by_a_process_that_died_is_tidied_up_and_nothing_else_is(
    installed: Installed, place: Path
) -> None:
    installed.add(bundle_of(), TYPED)
    packs = place / "packs"
    (packs / ".new-0123456789abcdef" / "lang").mkdir(parents=True)
    (packs / ".new-fedcba9876543210").write_bytes(b"x")
    (packs / "small-0.9.0-0123456789ab").mkdir()
    kept = [packs / ".new-ideas", packs / "smaller-0.9.0-0123456789ab", packs / "small-0.9.0"]
    for folder in kept:
        folder.mkdir()
    installed.add(bundle_of(version="2.0.0"), TYPED)
    assert folders(place) == sorted([*(folder.name for folder in kept), installed.locked()[0].folder_name])


def test_what_cannot_be_tidied_up_spoils_nothing(
    installed: Installed, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.add(bundle_of(), TYPED)

    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", refuse)
    installed.add(bundle_of(version="2.0.0"), TYPED)
    assert states(installed) == {"small": ("2.0.0", "verified", "")}
    assert len(folders(place)) == 2


def test_a_link_left_where_the_list_is_prepared_is_not_written_through(
    installed: Installed, place: Path
) -> None:
    victim = place.parent / "victim"
    victim.write_bytes(b"precious")
    place.mkdir()
    (place / ".packs.lock.new").symlink_to(victim)
    installed.add(bundle_of(), TYPED)
    assert victim.read_bytes() == b"precious"
    assert installed.bundle("small") == bundle_of()


# ---- several at once


ADDING = """
import sys
from pathlib import Path
from types import SimpleNamespace
sys.path[:0] = sys.argv[3:]
from test_installed import Installed, TYPED, bundle_of
place = Path(sys.argv[1])
sys.stdin.read()
for number in range(5):
    Installed(place / "packs", place / "packs.lock").add(bundle_of(f"pack-{sys.argv[2]}-{number}"), TYPED)
"""


def test_processes_that_add_at_once_lose_nothing(installed: Installed, place: Path) -> None:
    path = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    adding = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(place), str(name), *path], stdin=subprocess.PIPE)
        for name in range(4)
    ]
    for process in adding:
        assert process.stdin
        process.stdin.close()  # all have started: now
    assert [process.wait(60) for process in adding] == [0] * 4
    assert states(installed) == {
        f"pack-{name}-{number}": ("1.0.0", "verified", "") for name in range(4) for number in range(5)
    }


def test_threads_that_add_and_remove_at_once_lose_nothing(installed: Installed, place: Path) -> None:
    """And whoever reads meanwhile sees whole packs alone."""
    for number in range(6):
        installed.add(bundle_of(f"old-{number}"), TYPED)
    stop = threading.Event()
    seen: list[str] = []

    def read() -> None:
        while not stop.is_set():
            seen.extend(one.state for one in installed.packs())

    def work(number: int) -> None:
        mine = Installed(place / "packs", place / "packs.lock", patience=60)
        mine.add(bundle_of(f"new-{number}"), TYPED)
        mine.add(bundle_of(f"new-{number}", "2.0.0"), TYPED)
        mine.remove(f"old-{number}")

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    stop.set()
    reader.join()
    assert states(installed) == {f"new-{number}": ("2.0.0", "verified", "") for number in range(6)}
    assert set(seen) == {"verified"}


@pytest.fixture
def held(place: Path) -> Iterator[Callable[[], None]]:
    """Another program changes the packs and does not finish; call it to let it finish."""
    (place / "packs").mkdir(parents=True)
    handle = os.open(place / "packs" / ".lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    open_still = [handle]
    yield lambda: os.close(open_still.pop())
    for one in open_still:
        os.close(one)


def test_who_waits_too_long_is_told_and_has_changed_nothing(place: Path, held: Callable[[], None]) -> None:
    impatient = Installed(place / "packs", place / "packs.lock", patience=0.1)
    started = time.monotonic()
    with pytest.raises(PacksBusy) as caught:
        impatient.add(bundle_of(), TYPED)
    assert 0.1 <= time.monotonic() - started < 10
    assert caught.value.exit_code == 1
    assert "0.1 seconds" in caught.value.why
    assert impatient.packs() == ()


def test_who_waits_goes_on_when_the_other_has_finished(
    installed: Installed, held: Callable[[], None]
) -> None:
    threading.Timer(0.1, held).start()
    installed.add(bundle_of(), TYPED)
    assert installed.bundle("small") == bundle_of()


def test_a_file_system_without_locks_says_so_at_once(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting would not help, and going on would risk the packs of another process."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(CannotWrite, match="No locks available"):
        installed.add(bundle_of(), TYPED)


@pytest.mark.parametrize("asked", ["packs", "bundle"])
def test_a_pack_replaced_while_it_is_read_is_read_again(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """The list was read before another process added a newer version, the files after."""
    installed.add(bundle_of(), TYPED)
    real = Installed._files
    late: Iterator[Callable[[], object]] = iter([lambda: installed.add(bundle_of(version="2.0.0"), TYPED)])

    def files(self: Installed, locked: Any) -> Any:
        for happen in late:
            happen()
        return real(self, locked)

    monkeypatch.setattr(Installed, "_files", files)
    if asked == "packs":
        assert states(installed) == {"small": ("2.0.0", "verified", "")}
    else:
        assert installed.bundle("small") == bundle_of(version="2.0.0")


def test_a_pack_removed_while_it_is_read_is_unknown(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.add(bundle_of(), TYPED)
    real = Installed._files
    late: Iterator[Callable[[], object]] = iter([lambda: installed.remove("small")])

    def files(self: Installed, locked: Any) -> Any:
        for happen in late:
            happen()
        return real(self, locked)

    monkeypatch.setattr(Installed, "_files", files)
    with pytest.raises(UnknownPack):
        installed.bundle("small")


def test_packs_that_never_stand_still_are_given_up_on(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader ends, whatever the others do."""
    real = Installed._files
    versions = iter(range(100))
    installed.add(bundle_of(), TYPED)

    def files(self: Installed, locked: Any) -> Any:
        monkeypatch.setattr(Installed, "_files", real)
        installed.add(bundle_of(version=f"{next(versions)}.1.0"), TYPED)
        monkeypatch.setattr(Installed, "_files", files)
        return real(self, locked)

    monkeypatch.setattr(Installed, "_files", files)
    with pytest.raises(PacksDamaged):
        installed.bundle("small")
    assert [one.state for one in installed.packs()] == ["missing"]
    assert next(versions) < 15


def test_every_refusal_of_this_module_is_one_people_can_act_on(installed: Installed, place: Path) -> None:
    """What, and what to do next, in three lines at most."""
    installed.add(bundle_of(), TYPED)
    (place / "packs.lock").write_bytes(b"x")
    for asked in asked_of(installed):
        with pytest.raises(MefirstError) as caught:
            asked()
        assert 2 <= len(caught.value.lines()) <= 3
        assert "Nothing was changed" in caught.value.hint
