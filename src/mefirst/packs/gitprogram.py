"""The `git` program, run as if by a stranger: nothing of its owner reaches it, and all it may cost is bounded."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mefirst.packs.gitaddress import check_ref, check_url
from mefirst.packs.refusals import FetchFailed, FetchTooLarge, FetchTooSlow, NoGit
from mefirst.text import one_line, safe

SECONDS = 60.0
"""How long one call of git may take."""

MOST_FETCHED = 32 * 2**20
"""Bytes git may put on the disk, all in all; a pack takes a thousandth of it."""

MOST_MEMORY = 512 * 2**20
"""Bytes of memory a git process may ask for, on Linux; it takes a tenth of it."""

_EMPTY_WORDS = "Could not read from remote repository"  # what git adds where ssh has said why
_PASSED_ON = (
    "PATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
)  # fmt: skip
"""What git may know of the environment: where programs are, whom to trust, which way leads out."""

_SETTINGS = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "http.followRedirects=false",
    "http.sslVerify=true",
    "credential.helper=",
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "transfer.fsckObjects=true",
    "fetch.unpackLimit=1",  # a pack stays packed: what lies on the disk is what came over the wire
    "core.bigFileThreshold=1m",  # larger files pass through git in pieces, never as a whole in memory
    "pack.threads=1",
    "gc.auto=0",  # no process may stay behind
    "maintenance.auto=false",
)


@contextlib.contextmanager
def lent(url: str, ref: str | None, *, allow_ssh: bool, seconds: float) -> Iterator["Git"]:
    """Check what was asked for, then lend git in a folder that vanishes afterwards."""
    check_url(url, allow_ssh=allow_ssh)
    if ref is not None:
        check_ref(ref)
    program = shutil.which("git")
    if program is None:
        raise NoGit(url)
    try:
        # ignoring: on Windows a program that was just ended may hold its files for a moment longer
        with tempfile.TemporaryDirectory(prefix="mefirst-git-", ignore_cleanup_errors=True) as name:
            yield Git(Path(program).absolute(), Path(name), url, seconds, allow_ssh=allow_ssh)
    except OSError as problem:
        raise FetchFailed(url, f"{problem.strerror or problem}.") from None


class Git:
    """The git program at work in a folder of its own."""

    def __init__(self, program: Path, folder: Path, url: str, seconds: float, *, allow_ssh: bool) -> None:
        self.url = url
        self._folder = folder
        self._seconds = seconds
        self._environment = _environment(folder, allow_ssh=allow_ssh)
        ssh = ["protocol.ssh.allow=always"] if allow_ssh else []
        settings = [word for setting in (*_SETTINGS, *ssh) for word in ("-c", setting)]
        self._command = [str(program), f"--git-dir={folder / 'repository'}", *settings]

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what git writes; its streams are files, so that the limit on the folder holds for them too."""
        stdin, stdout, stderr = (self._folder / name for name in ("stdin", "stdout", "stderr"))
        stdin.write_bytes(given)
        with stdin.open("rb") as source, stdout.open("wb") as target, stderr.open("wb") as complaints:
            process = subprocess.Popen(  # noqa: S603 a list, no shell; what varies was checked and stands behind --
                [*self._command, *arguments],
                stdin=source, stdout=target, stderr=complaints,
                cwd=self._folder, env=self._environment, start_new_session=True,
            )  # fmt: skip
            try:
                _bound(process)
                self._watch(process)
            except BaseException:
                _end(process)
                raise
        if process.returncode:
            raise FetchFailed(self.url, f"git says: {_complaint(stderr)}")
        return stdout.read_bytes()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of `process`, or for the limit it reaches first."""
        latest = time.monotonic() + self._seconds
        running = True
        while running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                running = False
            if _size(self._folder) > MOST_FETCHED:
                raise FetchTooLarge(self.url, MOST_FETCHED)
            if running and time.monotonic() > latest:
                raise FetchTooSlow(self.url, self._seconds)


def _environment(folder: Path, *, allow_ssh: bool) -> dict[str, str]:
    """Return the environment of git, made from nothing: its home is the empty folder it works in."""
    ssh = {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"} if allow_ssh else {}
    passed_on = (*_PASSED_ON, "SSH_AUTH_SOCK") if allow_ssh else _PASSED_ON
    return {
        **{name: os.environ[name] for name in passed_on if name in os.environ},
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "https:ssh" if allow_ssh else "https",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",  # set, so that no other program is asked; empty, so that this one is not either
        "GIT_ALLOC_LIMIT": "64m",
        **ssh,
    }


def _bound(process: subprocess.Popen[bytes]) -> None:
    """Have the system bound git where it can: its memory, which nobody watches, and its files, should we be ended."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 not there on Windows

        with contextlib.suppress(OSError):  # it has finished already
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (2 * MOST_FETCHED, 2 * MOST_FETCHED))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and the programs it started, if it has not ended by itself."""
    if process.returncode is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _size(folder: Path) -> int:
    """Return the bytes below `folder`, where files come and go while we look."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += Path(parent, name).lstat().st_size
    return total


def _complaint(stderr: Path) -> str:
    """Return the line in which git says why it gave up."""
    with stderr.open("rb") as stream:
        lines = stream.read(2**16).decode("utf-8", "replace").split("\n")
    faults = (line for line in lines if line.startswith(("error: ", "fatal: ")) and _EMPTY_WORDS not in line)
    return safe(one_line(next(faults, lines[0]).removeprefix("error: ").removeprefix("fatal: "), 200))
