"""Which addresses and refs may be given to git: https alone unless ssh is allowed, and nothing that is an option."""

import re
from collections.abc import Sequence

from mefirst.packs.refusals import BadGitRef, BadGitUrl
from mefirst.text import safe

_SHOWN = 200

_FAULTS = (
    (r"\s*$", "Nothing was given."),
    (r"-", "It begins with a hyphen, as an option of git does."),
    (r".*([\x00-\x1f\x7f-\x9f]|%[01][0-9A-Fa-f]|%7[Ff])", "It holds a control character."),
    (r".*::", "It holds '::', with which git is told to run another program."),
    (r".*\s", "It holds a blank."),
    (r".{1001}", "It is longer than 1000 characters."),
)
"""What neither an address nor a ref may be, as a pattern of its beginning and a sentence; the first that fits."""

_URL_FAULTS = (
    *_FAULTS,
    (r"file:|[/.~\\]|[A-Za-z]:[\\/]", "It is on this computer: give the path of the folder instead."),
    (r".*\\", "It holds a backslash."),
    (r".*[^!-~]", "It holds a letter beyond ASCII: copy the address from the browser, where it has % signs."),
    (r"http:", "http is not encrypted, anybody on the way could change the pack: use https."),
    (r"git:", "git:// is not encrypted, anybody on the way could change the pack: use https."),
    (r"https://[^/]*@", "It holds a user name or a password, which an address must not carry."),
    (r"ssh://[^/]*:[^/]*@", "It holds a password, which an address must not carry."),
    (r"[a-z]+://.*[?#]", "Leave out what follows ? or #: the address of the repository alone is needed."),
)
_REF_FAULTS = (
    *_FAULTS,
    (r".*\.\.", "It holds '..', which means a range of commits."),
    (r".*@\{", "It holds '@{', which means a place in a history."),
    (r".*[~^:?*\[\\]", "It holds one of ~ ^ : ? * [ \\ and no tag or branch can."),
)
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_USER = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?"
_PORT = r"(?::\d{1,5})?"
_HTTPS_URL = re.compile(rf"https://{_HOST}{_PORT}/[^/].*")
_SSH_URL = re.compile(rf"ssh://{_USER}{_HOST}{_PORT}/[^/].*|(?!https?:|ssh:){_USER}{_HOST}:(?!//|/?$)[^-].*")


def check_url(url: str, *, allow_ssh: bool = False) -> None:
    """Raise BadGitUrl unless `url` is the https address of a repository, or an ssh one where allowed."""
    if why := _fault(url, _URL_FAULTS):
        raise BadGitUrl(safe(url[:_SHOWN]), why)
    if _SSH_URL.fullmatch(url):
        if not allow_ssh:
            raise BadGitUrl(url, "It is an ssh address, which --allow-ssh has to permit.")
    elif not url.startswith(("https://", "ssh://")):
        raise BadGitUrl(url, "It does not begin with https://.")
    elif not _HTTPS_URL.fullmatch(url):
        raise BadGitUrl(url, "It does not name a server and a repository on it.")


def check_ref(ref: str) -> None:
    """Raise BadGitRef unless `ref` can be the name of a tag or a branch, or a commit."""
    if why := _fault(ref, _REF_FAULTS):
        raise BadGitRef(safe(ref[:_SHOWN]), why)


def _fault(text: str, faults: Sequence[tuple[str, str]]) -> str:
    return next((why for pattern, why in faults if re.match(pattern, text, re.DOTALL)), "")
