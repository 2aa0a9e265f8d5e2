"""Documents that are run: their fenced blocks, what is to be done with each, and the lines of their consoles."""

import re
import shlex
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import NamedTuple
from unittest.mock import patch

from mefirst.cli.main import main

_BLOCK = re.compile(
    r"(?:<!-- (?P<what>[a-z ]+?)(?:: (?P<path>\S+))? -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL
)


class Block(NamedTuple):
    """A fenced block, and what is to be done with it."""

    kind: str
    what: str
    path: str
    text: str


def blocks(document: str) -> list[Block]:
    found = _BLOCK.finditer(document)
    return [Block(one["kind"], one["what"] or "", one["path"] or "", one["text"]) for one in found]


def ran(command: str) -> str:
    """Run a line of a console and return all it prints, in its order."""
    given, _, rest = command.rpartition(" | ")
    typed = f"{shlex.split(given)[1]}\n".encode() if given else b""
    out = TextIOWrapper(BytesIO(), "utf-8", newline="\n", write_through=True)
    with patch.multiple(sys, stdin=TextIOWrapper(BytesIO(typed), "utf-8"), stdout=out, stderr=out):
        main(shlex.split(rest)[1:])
    return out.buffer.getvalue().decode()


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each command of a console with what it prints."""
    for part in block.text.removeprefix("$ ").split("\n$ "):
        command, _, expected = part.partition("\n")
        yield command, expected
