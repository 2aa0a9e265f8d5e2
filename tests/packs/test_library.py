"""The packs at hand."""

from pathlib import Path

import pytest

from mefirst.errors import PackProblems, UnknownPack, UsageProblem
from mefirst.packs.library import Library, speaking

DAILY = """\
mefirst_pack: 1
id: {id}
version: 1.0.0
title: T
for: entry
questions:
  - {{id: a, type: long, ask: A, fills: intent}}
  - {{id: b, type: long, ask: B, fills: impact}}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two packs, and some things beside them that are none."""
    bundled = tmp_path / "bundled"
    for name in ("daily", "deep"):
        (bundled / name).mkdir(parents=True)
        (bundled / name / "pack.yaml").write_text(DAILY.format(id=name))
    (bundled / "empty").mkdir()
    (bundled / "notes.txt").write_text("x")
    return Library(bundled)


def test_packs_are_found_by_name(library: Library) -> None:
    assert library.names() == ("daily", "deep")
    assert library.load("deep").pack.id == "deep"


def test_a_pack_may_be_a_folder_or_a_file_anywhere(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its path, also relative and with a tilde."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.yaml").write_text(DAILY.format(id="folder"))
    (own / "single.yml").write_text(DAILY.format(id="single"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for path, pack_id in (
        (str(own), "folder"),
        ("own", "folder"),
        ("own/single.yml", "single"),
        ("~/own", "folder"),
    ):
        assert library.load(path).pack.id == pack_id


def test_a_bundled_name_wins_over_a_folder_of_that_name(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `daily` is does not depend on where one stands."""
    (tmp_path / "daily").mkdir()
    (tmp_path / "daily" / "pack.yaml").write_text(DAILY.format(id="other"))
    monkeypatch.chdir(tmp_path)
    assert library.load("daily").pack.id == "daily"


@pytest.mark.parametrize(
    "wanted",
    ["dayly", "", ".", "empty", "notes.txt", "../x", "~nobody-has-this-home/x", "a\0b", "daily/pack.json"],
)
def test_what_is_no_pack_is_unknown_and_those_at_hand_are_named(library: Library, wanted: str) -> None:
    with pytest.raises(UnknownPack) as refused:
        library.load(wanted)
    assert refused.value.exit_code == 4
    assert "daily deep" in refused.value.hint
    if wanted == "dayly":
        assert "Did you mean 'daily'?" in refused.value.what


def test_a_broken_pack_says_in_which_file_and_line(library: Library) -> None:
    path = library.bundled / "deep" / "pack.yaml"
    path.write_text(path.read_text().replace("type: long, ask: B", "type: lnog, ask: B"))
    with pytest.raises(PackProblems) as refused:
        library.load("deep")
    assert refused.value.exit_code == 2
    assert len(refused.value.located) == 1
    assert refused.value.located[0].startswith("pack.yaml:8:19  P205  'lnog' is no question type.")


def test_a_pack_that_cannot_be_read_is_an_error_with_the_systems_reason(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageProblem, match="cannot be read") as refused:
        library.load("daily")
    assert refused.value.why == "Permission denied"


def test_every_pack_we_ship_is_found_and_sound() -> None:
    """Each under the id it is called by."""
    library = Library.standard()
    assert "daily" in library.names()
    for name in library.names():
        assert library.load(name).pack.id == name


def overlay(language: str, *lines: str) -> bytes:
    head = f"mefirst_translation: 1\npack: small\nlanguage: {language}\ntexts:\n"
    return (head + "".join(f"  - {line}\n" for line in lines)).encode()


SPOKEN = {
    "pack.yaml": DAILY.format(id="small").encode() + b"  - {id: c, type: short, ask: C}\n",
    "lang/pt.yaml": overlay("pt", "{at: a.ask, from: A, to: A pt}", "{at: b.ask, from: B, to: B pt}"),
    "lang/pt-BR.yaml": overlay("pt-BR", "{at: a.ask, from: A, to: A br}"),
    "lang/de.yaml": b"nothing: that can be read\n",
}


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (("pt-BR", "pt"), ["A br", "B pt", "C"]),
        (("pt-PT", "pt"), ["A pt", "B pt", "C"]),
        (("fr", "pt"), ["A pt", "B pt", "C"]),
        (("de",), ["A", "B", "C"]),
        (("en-GB", "en", "pt"), ["A", "B", "C"]),
        ((), ["A", "B", "C"]),
    ],
)
def test_each_text_falls_back_for_itself(wanted: tuple[str, ...], asked: list[str]) -> None:
    """From pt-BR to pt to the pack; a translation that cannot be read is as good as none."""
    assert [one.ask for one in speaking(SPOKEN, wanted).pack.questions] == asked
