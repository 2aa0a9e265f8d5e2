"""What is refused of packs from outside, and of those that were added: the words for each."""

import re
from collections.abc import Sequence

from mefirst.errors import DAMAGED, MefirstError, NotFound, UsageProblem, did_you_mean


class BadPackSource(UsageProblem):
    """Files that cannot be taken in as a pack; `member` is the one at fault, where there is one."""

    def __init__(self, name: str, why: str, hint: str = "", member: str = "") -> None:
        super().__init__(
            f"{name} cannot be taken in as a pack.", f"'{member}' {why}" if member else why, hint
        )


class NoPackThere(NotFound):
    """A pack given by its path, and nothing is there."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is no pack at {path}.",
            hint="Give the path of a folder, of a .yaml file or of a .zip file.",
        )


class PackNeedsZip(UsageProblem):
    """A pack of several files that was asked for as one."""

    def __init__(self, members: Sequence[str]) -> None:
        super().__init__(
            "This pack is more than one file.",
            f"Beside pack.yaml it has {', '.join(members[:3])}{' …' if len(members) > 3 else ''}.",  # noqa: PLR2004 a line's worth
            "Write it to a name that ends in .zip",
        )


class BadFingerprint(UsageProblem):
    """Words or a hash that cannot be compared with a pack."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"'{typed}' cannot be compared with a pack.",
            why,
            'Type the words as they were read out: --expect "one two three four"; or sha256: and 16 digits or more.',
        )


class PacksDamaged(MefirstError):
    """The list of installed packs, or one of them, is not as mefirst wrote it."""

    exit_code = DAMAGED

    def __init__(self, name: str, why: str, hint: str) -> None:
        super().__init__(f"{name} is damaged: {why}.", hint=f"Nothing was changed. {hint}")


class PacksNewer(MefirstError):
    """The list of installed packs was written by a later version of mefirst."""

    exit_code = DAMAGED

    def __init__(self, path: str, found: str) -> None:
        super().__init__(
            f"{path} was written by a newer mefirst ({found}).", hint="Update mefirst; nothing was changed."
        )


class PacksBusy(MefirstError):
    """Another process is changing the installed packs and does not finish."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "Another mefirst is adding or removing a pack.",
            f"It was waited for {seconds:g} seconds. Nothing was changed.",
            "Try again when it has finished.",
        )


class BadGitUrl(UsageProblem):
    """An address no pack is fetched from; what may be a password in it is not repeated."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"'{re.sub('//.*@|^[^/@]*:[^/@]*@', '//…@', typed)}' is no address to fetch a pack from.",
            why,
            "It reads like https://example.org/coaching/meant-and-landed.git",
        )


class BadGitRef(UsageProblem):
    """What can be neither a tag nor a branch nor a commit."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"'{typed}' is no version to fetch.",
            why,
            "Name a tag (v1.2.0), a branch (main) or a whole commit.",
        )


class UnknownGitRef(NotFound):
    """A repository without that tag or branch."""

    def __init__(self, url: str, ref: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no tag or branch '{ref}' in {url}.{did_you_mean(ref, known)}",
            f"It has: {' '.join(known[:6])}{' …' if len(known) > 6 else ''}" if known else "It has none.",  # noqa: PLR2004 a line's worth
            "A commit is named by all of its 40 digits.",
        )


class NoGit(MefirstError):
    """The program that fetches repositories is not there."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url} cannot be fetched: the program git is not installed, or not on the PATH.",
            hint="Install git, or download the pack as a zip in the browser and add that file.",
        )


class FetchFailed(MefirstError):
    """A repository that git, or we, gave up on."""

    _HINTS = (
        (
            "terminal prompts disabled",
            "It is not there, or not for everybody: clone it yourself and add the folder.",
        ),
        ("error: 30", "It has moved: use the address the browser ends at, or this one with .git at its end."),
        ("not our ref", "That commit is not there, or not any more."),
        ("not found", "Check the address; it is the one that 'git clone' takes."),
        ("certificate", "Nobody vouches for that server, so nothing was read from it."),
        ("resolve host", "Check the address, and whether you are online."),
        ("memory", "That server sends what no pack needs."),
        ("allocate", "That server sends what no pack needs."),
        ("shallow", "That server is too simple to fetch from: download the pack as a zip and add that file."),
    )

    def __init__(self, url: str, why: str) -> None:
        hint = next((hint for words, hint in self._HINTS if words in why), "")
        super().__init__(f"{url} could not be fetched.", why, hint)


class FetchTooSlow(MefirstError):
    """A repository that did not arrive in time."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(
            f"{url} could not be fetched within {seconds:g} seconds.",
            hint="Try again later, or download the pack as a zip in the browser and add that file.",
        )


class FetchTooLarge(MefirstError):
    """A repository of a size no pack has."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(
            f"{url} is larger than {most // 2**20} MiB, and was not fetched to its end.",
            hint="Is it the repository of the pack alone? Else download the pack as a zip and add that file.",
        )
