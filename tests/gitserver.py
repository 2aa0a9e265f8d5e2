"""A real https server of git repositories on 127.0.0.1, with a few that misbehave on purpose."""

import contextlib
import hashlib
import itertools
import os
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_PATH = os.environ["PATH"]
_AUTHOR = "Example Coaching <coach@example.org> 1795000000 +0000"


def plain_environment(**more: str) -> dict[str, str]:
    """An environment in which git heeds no configuration of whoever runs the tests."""
    return {
        "PATH": _PATH,
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **more,
    }


class Repository:
    """A bare repository to be served, written through git's own plumbing."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", *options, str(path)],
            check=True,
            env=plain_environment(),
        )

    def git(self, *arguments: str, given: bytes = b"") -> str:
        """Run git in here; return what it writes, stripped."""
        return self.binary(*arguments, given=given).decode().strip()

    def binary(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git in here; return what it writes."""
        command = ["git", f"--git-dir={self.path}", "-c", "user.name=x", "-c", "user.email=x@example.org"]
        done = subprocess.run(
            [*command, *arguments], check=True, input=given, capture_output=True, env=plain_environment()
        )
        return done.stdout

    def commit(
        self,
        files: Mapping[str, bytes],
        branch: str = "main",
        links: Mapping[str, str] | None = None,
        submodules: Mapping[str, str] | None = None,
    ) -> str:
        """Add a commit that holds exactly these; return its full id."""
        entries = [("100644", path, data) for path, data in files.items()]
        entries += [("120000", path, target.encode()) for path, target in (links or {}).items()]
        parts = [f"commit refs/heads/{branch}\ncommitter {_AUTHOR}\ndata 1\nx\n".encode()]
        with contextlib.suppress(subprocess.CalledProcessError):
            parts.append(f"from {self.git('rev-parse', '--verify', branch)}\n".encode())
        parts.append(b"deleteall\n")
        for mode, path, data in entries:
            parts.append(f"M {mode} inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        for path, commit in (submodules or {}).items():
            parts.append(f"M 160000 {commit} {path}\n".encode())
        self.git("fast-import", "--quiet", "--force", given=b"".join(parts))
        return self.git("rev-parse", branch)

    def tag(self, name: str, target: str, *, annotated: bool = False) -> None:
        """Point a tag at a commit, also where it pointed elsewhere before."""
        note = ["-a", "-m", "x"] if annotated else []
        self.git("tag", "--force", *note, name, target)

    def tree(self, entries: list[tuple[str, str, str]]) -> str:
        """Write a tree of (mode, name, id) as it stands, however wrong; return its id."""
        raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(one) for mode, name, one in entries)
        return self.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=raw)

    def blob(self, data: bytes) -> str:
        """Write a blob; return its id."""
        return self.git("hash-object", "-w", "--stdin", given=data)

    def commit_tree(self, tree: str) -> str:
        """Let main point at a commit of that tree."""
        commit = self.git("commit-tree", "-m", "x", tree)
        self.git("update-ref", "refs/heads/main", commit)
        return commit


class Asked(NamedTuple):
    """A request that reached the server."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def begins(self) -> bool:
        """Whether it is the first request of a conversation."""
        return self.path.endswith("info/refs?service=git-upload-pack")


class GitServer(ThreadingHTTPServer):
    """Serves the bare repositories below a folder; the first part of a path says how it behaves."""

    daemon_threads = True

    def __init__(self, folder: Path, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.certificate = certificate
        self.asked: list[Asked] = []
        self.on_asked: Callable[[Asked], object] = bool
        self.pack = b""
        """What is sent in answer to any fetch where the behaviour is `pack`; less than 64 KB."""
        self.hung_up = threading.Event()
        """Set when a client goes away before it has its answer."""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)

    def url(self, name: str, behaviour: str = "plain") -> str:
        return f"https://127.0.0.1:{self.server_address[1]}/{behaviour}/{name}.git"

    def repository(self, name: str, *options: str) -> Repository:
        return Repository(self.folder / f"{name}.git", *options)

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        connection.settimeout(20)  # no thread outlives the tests
        # the handshake happens in the thread of the connection, where it can fail alone
        return self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note a client that hung up, which is what many of these tests are about."""
        self.hung_up.set()


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[GitServer]:
    """Run a server with a certificate of its own until the block ends."""
    repositories = folder / "repositories"
    repositories.mkdir()
    server = GitServer(repositories, _certificate(folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> Path:
    path = folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(folder / "alone.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    with path.open("ab") as both:
        both.write((folder / "alone.pem").read_bytes())
    return path


class _Handler(BaseHTTPRequestHandler):
    server: GitServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the name it has above
        """Nobody reads it."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        asked = Asked(self.path, dict(self.headers.items()), body)
        self.server.asked.append(asked)
        self.server.on_asked(asked)
        _, behaviour, rest = self.path.split("/", 2)
        match behaviour:
            case "redirect":
                self._empty(301, {"Location": f"/plain/{rest}"})
            case "password":
                self._empty(401, {"WWW-Authenticate": 'Basic realm="packs"'})
            case "silent":
                self._wait_for_hang_up()
            case "rude" if body:
                self._result(_packet(b"ERR \x1b[31mgo away\x07 \xe2\x80\xaenow\n"))
            case "endless-refs" if b"command=ls-refs" in body:
                self._without_end(
                    _packet(f"{n:040x} refs/tags/{'v' * 4000}{n}\n".encode()) for n in itertools.count()
                )
            case "endless-pack" if b"command=fetch" in body:
                self._without_end(_endless_pack())
            case "pack" if b"command=fetch" in body:
                self._result(_packet(b"packfile\n") + _packet(b"\x01" + self.server.pack) + b"0000")
            case "dumb":
                self._file(rest)
            case _:
                self._backend(rest, body)

    def _empty(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _wait_for_hang_up(self) -> None:
        if not self.connection.recv(1):
            self.server.hung_up.set()
        self.close_connection = True

    def _result(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-result")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _without_end(self, pieces: Iterator[bytes]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-result")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"".join(itertools.islice(pieces, 1000)))
        except OSError:
            self.server.hung_up.set()

    def _file(self, rest: str) -> None:
        """Answer as a server of plain files does, which knows nothing of git."""
        path = self.server.folder / rest.partition("?")[0]
        if not path.is_file():
            self._empty(404, {})
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _backend(self, rest: str, body: bytes) -> None:
        """Let git's own server program answer."""
        address = urlsplit(f"/{rest}")
        done = subprocess.run(
            ["git", "http-backend"],
            check=False,  # what it will not serve it says in its answer
            input=body,
            capture_output=True,
            env=plain_environment(
                GIT_PROJECT_ROOT=str(self.server.folder),
                GIT_HTTP_EXPORT_ALL="1",
                GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
                PATH_INFO=address.path,
                QUERY_STRING=address.query,
                REQUEST_METHOD=self.command,
                REMOTE_ADDR="127.0.0.1",
                CONTENT_TYPE=self.headers.get("Content-Type", ""),
                CONTENT_LENGTH=str(len(body)),
                HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
            ),
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200 OK").split()[0]))
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _packet(data: bytes) -> bytes:
    return f"{len(data) + 4:04x}".encode() + data


def _object(kind: int, data: bytes, base: bytes = b"") -> bytes:
    """An object as it lies in a pack, not compressed any smaller than it is."""
    rest = len(data) >> 4
    head = [kind << 4 | len(data) & 0xF]
    while rest:
        head[-1] |= 0x80
        head.append(rest & 0x7F)
        rest >>= 7
    return bytes(head) + base + zlib.compress(data, 0)


def _endless_pack() -> Iterator[bytes]:
    """A pack of 65536 blobs, 128 MiB in all, each of them valid."""
    yield _packet(b"packfile\n")
    yield _packet(b"\x01PACK\0\0\0\2\0\1\0\0")
    for number in itertools.count():
        yield _packet(b"\x01" + _object(3, number.to_bytes(2048, "big")))


def delta_bomb() -> bytes:
    """A pack of 47 KB in which one object is 160 MiB of copies of another."""
    blob = bytes(2**14 - 1)
    copies = 160 * 2**20 // len(blob)
    delta = _number(len(blob)) + _number(copies * len(blob)) + b"\xb0\xff\x3f" * copies
    base = hashlib.sha1(b"blob %d\0" % len(blob) + blob).digest()
    pack = b"PACK\0\0\0\2\0\0\0\2" + _object(3, blob) + _object(7, delta, base)
    return pack + hashlib.sha1(pack).digest()


def _number(value: int) -> bytes:
    """A size as a delta states it: seven bits a byte, the lowest first."""
    return bytes([value & 0x7F | 0x80]) + _number(value >> 7) if value >> 7 else bytes([value])
