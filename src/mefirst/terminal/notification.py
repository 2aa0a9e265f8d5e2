"""A line shown on the desktop, by the program each system has for that."""

import shutil
import subprocess
import sys

from mefirst.errors import MefirstError

_APPLE = ("on run argv", 'display notification (item 1 of argv) with title "mefirst"', "end run")
_WINDOWS = "& { (New-Object -ComObject WScript.Shell).Popup($args[0], 0, 'mefirst', 64) }"


class NobodyWouldSee(MefirstError):
    """The program that shows a notification is missing."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"A reminder could not be shown: '{missing}' is not installed, or not on the PATH.",
            hint="Install it (on Linux it comes with libnotify), or use --kind cron, which mails it.",
        )


def require() -> None:
    """Raise NobodyWouldSee where a notification cannot be shown."""
    program = _program()[0]
    if shutil.which(program) is None:
        raise NobodyWouldSee(program)


def show(words: str) -> None:
    """Show `words`, which are our own; MefirstError where that fails."""
    require()
    done = subprocess.run([*_program(), words], capture_output=True, text=True, check=False)  # noqa: S603 no shell
    if done.returncode:
        raise MefirstError(
            f"'{_program()[0]}' did not show the reminder.", " ".join(done.stderr.split())[:200], words
        )


def _program() -> list[str]:
    """Return the program and its words, up to those it shows."""
    if sys.platform == "darwin":
        return ["osascript", *(word for line in _APPLE for word in ("-e", line))]
    if sys.platform == "win32":
        return ["powershell", "-NoProfile", "-Command", _WINDOWS]
    return ["notify-send", "--app-name=mefirst", "mefirst"]
