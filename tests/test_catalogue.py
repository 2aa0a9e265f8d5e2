"""The catalogues of what a session says: complete, without leftovers, and the same for the machine as for translators.

`MEFIRST_UPDATE_CATALOGUES=1 uv run pytest tests/test_catalogue.py` takes over what the code says by now and
compiles anew; what is then still without words is named.
"""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from mefirst.speech import CATALOGUES, LOCALE

UPDATE = bool(os.environ.get("MEFIRST_UPDATE_CATALOGUES"))  # before each test gets an environment of its own
SOURCE = LOCALE.parent
ERRORS = SOURCE / "interview" / "answers.py"  # what is wrong with a file of answers is an error, and English
SAYING = {"say": 1, "_say": 1, "marked": 1, "Unfit": 1, "NoOption": 1, "plural": 2}
"""What a sentence is handed to, and how many arguments are sentences."""

KEPT = re.compile(
    r"\{\w*\}|(?:Ctrl|Shift)\+\w+|\bEnter\b|(?<!\w)/(?:back|edit|skip|done|help)\b|--\w+"
    r"|\bmefirst(?: (?:reflect|config editor NAME))?|[−+]3"
)
"""What stands in a translation as in its source: places of values, names of keys, what one types, ends of the scale."""

every_language = pytest.mark.parametrize("language", CATALOGUES)


def path(language: str, ending: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"mefirst.{ending}"


def messages(module: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a module may say: each sentence, with its plural where it has one."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            words = node.args[: SAYING.get(called, 0)]
            assert not any(isinstance(one, ast.JoinedStr) for one in words), f"{module}:{node.lineno}"
            if constant := tuple(str(one.value) for one in words if isinstance(one, ast.Constant)):
                yield constant


@cache
def said() -> Catalog:
    """Return all that the code may say."""
    found = Catalog()
    for module in sorted(set(SOURCE.rglob("*.py")) - {ERRORS}):
        for message in messages(module):
            place = module.relative_to(SOURCE.parent).as_posix()
            found.add(message if len(message) > 1 else message[0], locations=[(place, 0)])
    return found


def source(language: str) -> Catalog:
    """Return a catalogue as it was written; brought up to date first where that is asked for."""
    written = path(language, "po")
    with written.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    if UPDATE:
        catalogue.update(said(), no_fuzzy_matching=True, update_creation_date=False)
        for ending, write in (("po", _write_po), ("mo", write_mo)):
            buffer = BytesIO()
            write(buffer, catalogue)
            path(language, ending).write_bytes(buffer.getvalue())
    return catalogue


def _write_po(buffer: BytesIO, catalogue: Catalog) -> None:
    write_po(buffer, catalogue, width=0, include_lineno=False, ignore_obsolete=True, omit_header=False)


def sentences(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return each source with its translation; one form, or one for each number."""
    return {_forms(message.id): _forms(message.string or "") for message in catalogue if message.id}


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_catalogue_there_is_is_spoken() -> None:
    assert {folder.name.replace("_", "-") for folder in LOCALE.iterdir()} == set(CATALOGUES)


@every_language
def test_it_says_all_that_the_code_says_and_nothing_else(language: str) -> None:
    written = sentences(source(language))
    assert set(written) == set(sentences(said()))
    assert not [sentence for sentence, translation in written.items() if not all(translation)]


@every_language
def test_places_of_values_names_of_keys_and_commands_are_kept(language: str) -> None:
    for sentence, translation in sentences(source(language)).items():
        for form in translation:
            assert sorted(KEPT.findall(form)) == sorted(KEPT.findall(sentence[-1])), form


@every_language
def test_what_is_compiled_is_what_was_written(language: str) -> None:
    with path(language, "mo").open("rb") as stream:
        assert sentences(read_mo(stream)) == sentences(source(language))
