"""Writing so that a crash, a full disk or a power cut leaves the old state or the new one, never half.

The order of the steps is the promise: write and flush a temporary file, rename it, flush the folder,
read back. Only then has anything been saved.
"""

import contextlib
import errno
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from mefirst.errors import CannotWrite

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_NOT_FLUSHABLE = {errno.EINVAL, errno.ENOTSUP}
_OPTIONAL = ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
_CREATE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | sum(getattr(os, name, 0) for name in _OPTIONAL)


@contextlib.contextmanager
def refusals_named(path: Path, kept: str = "") -> Iterator[None]:
    """Turn what the system refuses while writing `path` into CannotWrite; `kept` says what is whole all the same."""
    try:
        yield
    except OSError as problem:
        raise CannotWrite(str(path), problem.strerror or str(problem), kept) from problem


def make_folder(path: Path) -> None:
    """Create `path` and its missing parents for the owner alone, each made durable in its parent."""
    missing: list[Path] = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        try:
            folder.mkdir(mode=FOLDER_MODE)
        except FileExistsError:  # another process was faster
            continue
        folder.chmod(FOLDER_MODE)  # whatever the umask
        flush_folder(folder.parent)


def flush_folder(path: Path) -> None:
    """Make the names in a folder durable; some file systems cannot and say so."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _NOT_FLUSHABLE:
            raise
    finally:
        os.close(handle)


def _flush_file(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 POSIX alone

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    else:
        os.fsync(handle)


def _write_temporary(folder: Path, data: bytes) -> Path:
    """Write `data` to a new file in `folder`; return its path."""
    make_folder(folder)
    path = folder / f"{secrets.token_hex(8)}.tmp"
    write_new(path, data)
    return path


def write_new(path: Path, data: bytes) -> None:
    """Create `path`, write `data` to it and flush it; nothing stays behind where that fails."""
    handle = os.open(path, _CREATE, FILE_MODE)
    try:
        try:
            if sys.platform != "win32":
                os.fchmod(handle, FILE_MODE)  # whatever the umask
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            _flush_file(handle)
        finally:
            os.close(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def write(path: Path, data: bytes, temporary_folder: Path) -> None:
    """Put `data` at `path` durably; `temporary_folder` is on the same file system.

    Raises CannotWrite, and then no new `path` is there. One that was there before is whole: the old bytes,
    or the new ones where only the flush after the rename was refused.
    """
    with refusals_named(path):
        make_folder(path.parent)
        temporary = _write_temporary(temporary_folder, data)
        ours = [temporary] if path.exists() else [temporary, path]
        try:
            os.replace(temporary, path)  # noqa: PTH105 the system call, as the tests of crashes name it
            flush_folder(path.parent)
            if path.read_bytes() != data:
                raise OSError(errno.EIO, "what was written does not read back the same")
        except BaseException:
            for leftover in ours:
                with contextlib.suppress(OSError):
                    leftover.unlink()
            raise


def write_if_absent(path: Path, data: bytes, temporary_folder: Path) -> bool:
    """Like `write`, but the first of several writers wins; return whether that was this one.

    Once it is there it stays, also where the flush of its folder is refused: others may use it already.
    """
    with refusals_named(path):
        make_folder(path.parent)
        temporary = _write_temporary(temporary_folder, data)
        try:
            _link_or_create(temporary, path, data)
        except FileExistsError:
            return False
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        flush_folder(path.parent)
        return True


def _link_or_create(temporary: Path, path: Path, data: bytes) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        write_new(path, data)


def remove(path: Path) -> None:
    """Remove a file durably; a missing one is fine."""
    with refusals_named(path), contextlib.suppress(FileNotFoundError):
        path.unlink()
        flush_folder(path.parent)


def put(path: Path, data: bytes) -> None:
    """Write where somebody wants it: a file whole or not at all, a device or a pipe as it takes it; CannotWrite."""
    if path.exists() and not path.is_file():
        with refusals_named(path):
            path.write_bytes(data)
        return
    target = path.resolve()  # a link stays, what it names is replaced
    write(target, data, target.parent)
