"""Make the pictures of the README, from the sample of `mefirst demo` at a fixed moment.

    uv run docs/pictures/make.py

The screens become SVG by Rich's export, the page becomes PNG in chromium, which has to be installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

HERE = Path(__file__).parent
NOW = "2026-11-23T18:41+00:00"
COLUMNS = 80
SCREENS = {"report": ("report",), "gaps": ("gaps", "8w")}
PAGE = ("report", "last-week")
PAGE_SIZE = (1000, 1008)


def mefirst(*words: str, home: Path) -> str:
    """Run the program with colors and return what it prints."""
    colors = {
        "MEFIRST_HOME": str(home),
        "COLUMNS": str(COLUMNS),
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-m", "mefirst", *words, "--now", NOW]
    run = subprocess.run(command, env={**os.environ, **colors}, check=True, capture_output=True, text=True)
    return run.stdout


def screen(name: str, words: tuple[str, ...], home: Path) -> None:
    """Write a screen as SVG that loads no font from anywhere."""
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(mefirst(*words, home=home)), end="")
    title = f"mefirst {' '.join(words)}"
    svg = console.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(svg, "utf-8")


def page(home: Path, folder: Path) -> None:
    """Write the page as PNG."""
    chromium = shutil.which("chromium") or sys.exit("chromium is not installed")
    file = folder / "report.html"
    mefirst(*PAGE, "--output", str(file), home=home)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    flags += [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    flags += [f"--user-data-dir={folder / 'profile'}", f"--window-size={PAGE_SIZE[0]},{PAGE_SIZE[1]}"]
    picture = HERE / "page.png"
    subprocess.run(
        [chromium, *flags, f"--screenshot={picture}", file.as_uri()], check=True, capture_output=True
    )


def main() -> None:
    """Make all of them anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mefirst("demo", "--keep", str(folder / "home"), home=folder / "unused")
        for title, words in SCREENS.items():
            screen(title, words, folder / "home")
        page(folder / "home", folder)


if __name__ == "__main__":
    main()
