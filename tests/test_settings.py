"""The settings file: read strictly, changed a line at a time, never lost."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mefirst.errors import CannotWrite, SettingsUnreadable, UnknownChoice, UsageProblem
from mefirst.settings import NAMES, Settings, change, load, read_value

OWN = """\
# mine
plain = true  # my eyes
other = "kept"

[colors]
gap = "red"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "config.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def test_no_file_means_the_defaults(file: Path) -> None:
    assert load(file) == Settings(
        day_ends="04:00", plain=False, language=None, editor=None, then_and_now=True
    )
    assert not file.parent.exists()


def test_every_setting_is_read_and_unknown_lines_are_left_alone(file: Path) -> None:
    text = 'day_ends = "5:30"\nplain = true\nlanguage = "de"\neditor = "vi"\n'
    text += "then_and_now = false\nfuture = [1]\n"
    settings = load(written(file, text))
    assert settings == Settings(day_ends="05:30", plain=True, language="de", editor="vi", then_and_now=False)
    assert settings.small_hours == timedelta(hours=5, minutes=30)
    assert {"day_ends", "plain", "language", "editor", "then_and_now", "unlock_command"} == set(NAMES)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("day_ends", "4:00", "04:00"),
        ("day_ends", "00:00", "00:00"),
        ("day_ends", "23:59", "23:59"),
        ("plain", True, True),
        ("plain", "Yes", True),
        ("plain", "off", False),
        ("language", "pt-BR", "pt-BR"),
        ("editor", "code --wait", "code --wait"),
    ],
)
def test_what_a_setting_takes(name: str, typed: Any, value: Any) -> None:
    assert read_value(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "takes"),
    [
        ("day_ends", "24:00", "a time such as 04:00"),
        ("day_ends", "4", "a time such as 04:00"),
        ("day_ends", 4, "a time such as 04:00"),
        ("day_ends", "04:60", "a time such as 04:00"),
        ("plain", "maybe", "yes or no"),
        ("plain", 1, "yes or no"),
        ("language", " ", "a language tag such as de or pt-BR"),
        ("language", "../x", "a language tag such as de or pt-BR"),
        ("language", "German", "a language tag such as de or pt-BR"),
        ("editor", True, "a word"),
    ],
)
def test_what_a_setting_refuses_and_what_it_asks_for(name: str, typed: Any, takes: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        read_value(name, typed)
    assert takes in refused.value.why
    assert name in refused.value.what


def test_an_unknown_setting_is_named_with_the_near_one() -> None:
    with pytest.raises(UnknownChoice, match="Did you mean 'plain'"):
        read_value("plian", "yes")


@pytest.mark.parametrize(
    "text",
    [
        "plain = maybe",
        "plain = 3",
        "day_ends = 04:00:00",
        "plain = true\nplain = false",
        "\ufeff= =",
        "x = \x00",
    ],
)
def test_a_file_that_cannot_be_read_is_named_never_ignored(file: Path, text: str) -> None:
    with pytest.raises(SettingsUnreadable) as refused:
        load(written(file, text))
    assert str(file) in refused.value.what


def test_a_file_that_is_not_text_is_refused_when_read_and_when_changed(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"plain = \xff\n")
    with pytest.raises(SettingsUnreadable):
        load(file)
    with pytest.raises(SettingsUnreadable):
        change(file, "plain", value=True)
    assert file.read_bytes() == b"plain = \xff\n"


def test_a_folder_in_the_files_place_is_an_error_not_a_traceback(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(SettingsUnreadable):
        load(file)
    with pytest.raises(SettingsUnreadable):
        change(file, "plain", value=True)


def test_a_change_keeps_every_other_line_and_comment(file: Path) -> None:
    """What the owner wrote around a setting stays as typed; a new one goes before the first table."""
    written(file, OWN)
    change(file, "plain", value=False)
    change(file, "editor", "vi")
    text = file.read_text("utf-8")
    for line in ("# mine", "plain = false  # my eyes", 'other = "kept"', "[colors]", 'gap = "red"'):
        assert line in text.splitlines()
    assert load(file) == Settings(plain=False, editor="vi")


def test_a_setting_taken_out_is_the_default_again(file: Path) -> None:
    change(file, "language", "de")
    assert load(file).language == "de"
    change(file, "language", None)
    assert load(file) == Settings()
    change(file, "language", None)
    assert load(file) == Settings()


def test_a_broken_file_is_not_overwritten(file: Path) -> None:
    written(file, "plain = maybe\n")
    with pytest.raises(SettingsUnreadable):
        change(file, "plain", value=True)
    assert file.read_text("utf-8") == "plain = maybe\n"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_the_file_is_the_owners_alone_whatever_the_umask(file: Path) -> None:
    """The editor named in it is run: nobody else may write it."""
    before = os.umask(0)
    try:
        change(file, "editor", "vi")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_refused_write_leaves_the_old_file_and_nothing_beside_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(file, OWN)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite, match="No space left"):
        change(file, "plain", value=False)
    assert file.read_text("utf-8") == OWN
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one_and_what_it_leads_to_is_written(file: Path, tmp_path: Path, there: bool) -> None:
    """As of a folder of dotfiles; also where it leads to a file that is not there yet."""
    kept = tmp_path / "dotfiles" / "mefirst.toml"
    if there:
        written(kept, OWN)
    file.parent.mkdir(parents=True)
    file.symlink_to(kept)
    change(file, "editor", "vi")
    assert file.is_symlink()
    assert load(file).editor == "vi"
    assert 'editor = "vi"' in kept.read_text("utf-8")
    assert list(kept.parent.iterdir()) == [kept]
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("name", ["editor", "language"])
def test_bytes_that_are_no_text_are_refused(file: Path, name: str) -> None:
    """A command line may hold them; a file in UTF-8 cannot."""
    with pytest.raises(UsageProblem, match="is no value for"):
        read_value(name, os.fsdecode(b"vi\xff"))
