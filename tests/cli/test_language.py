"""Which language a session speaks: --lang before the setting before the environment; what stays English."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from running import NOW, answers, mefirst

EN, DE = "Saved ", "Gespeichert "


def reflected(*arguments: str) -> str:
    """Return the first line said after a reflection."""
    ran = mefirst("reflect", "--answers", "-", "--now", NOW, *arguments, stdin=answers())
    assert ran.code == 0, ran.err
    return ran.err.splitlines()[0]


@pytest.mark.parametrize(
    ("surroundings", "said"),
    [
        ("", EN),
        ("LANG=de_DE.UTF-8", DE),
        ("LANG=de_AT", DE),
        ("LC_MESSAGES=de_DE.UTF-8 LANG=en_US.UTF-8", DE),
        ("LC_ALL=en_US.UTF-8 LANG=de_DE.UTF-8", EN),
        ("LANG=C LANGUAGE=de", EN),
        ("LANG=POSIX", EN),
        ("LANG=fr_FR.UTF-8", EN),
        ("LANG=fr_FR.UTF-8 LANGUAGE=fr:de", DE),
        ("LANG=en_US.UTF-8 setting=de", DE),
        ("LANG=de_DE.UTF-8 setting=en", EN),
        ("LANG=C setting=en --lang=de", DE),
        ("LANG=de_DE.UTF-8 setting=de --lang=en-GB", EN),
        ("LANG=de_DE.UTF-8 --lang=fr", "Sessions do not speak fr: they are in English"),
    ],
)
def test_the_language_that_is_spoken(
    home: Path, monkeypatch: pytest.MonkeyPatch, surroundings: str, said: str
) -> None:
    option = [part for part in surroundings.split() if part.startswith("--")]
    for part in set(surroundings.split()) - set(option):
        name, _, value = part.partition("=")
        if name == "setting":
            home.mkdir()
            (home / "config.toml").write_text(f'language = "{value}"\n')
        else:
            monkeypatch.setenv(name, value)
    assert reflected(*option).startswith(said)


def test_a_language_nobody_speaks_here_is_said_to_be_for_packs() -> None:
    """As a setting it is taken, for a pack may be translated into it."""
    ran = mefirst("config", "language", "xx")
    assert (ran.code, ran.err.splitlines()) == (0, [
        "language is xx now.", "Sessions do not speak xx: they are in English, a pack in xx where it is translated.",
    ])  # fmt: skip
    assert mefirst("config", "language", "de-AT").err == "language is de-AT now.\n"


@pytest.mark.parametrize("words", [("reflect",), ("pack", "try", "daily")], ids=" ".join)
def test_what_is_no_language_tag_is_refused(words: tuple[str, ...]) -> None:
    """Instead of a session in English that leaves one wondering."""
    ran = mefirst(*words, "--lang", "../x", "--answers", "-", stdin=answers())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "'../x' is no language tag.\nWrite it like de or pt-BR.\n"


def test_what_is_kept_does_not_depend_on_the_language(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers make the same entry; only the wording that was shown is another one."""
    for language in ("en", "de"):
        monkeypatch.setenv("LANG", language)
        reflected()
    journal = Journal.open("default", home / "journals" / "default", home / "state")
    english, german = (one.document() for one in journal.read(Entry).records)
    if english["asked"]["impact"] != "What came back to you?":
        english, german = german, english
    assert english.pop("asked")["impact"] == "What came back to you?"
    assert german.pop("asked")["impact"] == "Was kam zu dir zurück?"
    assert {**english, "id": ""} == {**german, "id": ""}


@pytest.mark.parametrize(
    "command",
    [
        ("gaps",),
        ("list",),
        ("show", "last"),
        (),
        ("--help",),
        ("reflect", "dayly"),
        ("pack", "check", "nothing"),
    ],
)
def test_reports_errors_and_help_are_english(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    reflected()
    ran = []
    for language in ("C", "de_DE.UTF-8"):
        monkeypatch.setenv("LANG", language)
        now = ("--now", NOW) if "--help" not in command and "check" not in command else ()
        ran.append(mefirst(*command, *now))
    assert ran[0] == ran[1]
    assert ran[0].out or ran[0].err


def test_asking_somebody_is_in_the_language_one_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message to paste goes to a person; the command to type next does not change."""
    reflected()
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    ran = mefirst("ask", "last", "--of", "deputy", "--expect", "-1", "--now", NOW)
    assert ran.out == (
        "Heute war meine Absicht: „Help her look good in front of the board“. Wie ist es angekommen, von −3 "
        "(hat unser Vertrauen beschädigt) bis +3 (hat es gestärkt)? Eine Zahl genügt. Ich werde nur Danke sagen.\n"
    )
    assert "Deine Vermutung ist bei" in ran.err
    assert "--by deputy --dimension trust --value N" in ran.err
    ran = mefirst("impact", "last", "--by", "deputy", "--value", "-1", "--now", NOW)
    assert ran.err.startswith("Erwartet hattest du −1. Die Antwort war −1.\nGespeichert ")


def test_english_starts_without_what_reads_catalogues(
    monkeypatch: pytest.MonkeyPatch, catalogues: Callable[[], list[str]]
) -> None:
    """Where English is spoken no catalogue is opened."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    reflected()
    assert catalogues() == []
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    reflected()
    assert catalogues() != []


@pytest.fixture
def catalogues(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return the catalogues opened so far."""
    opened: list[str] = []
    at_once = Path.open

    def watched(path: Path, *arguments: str, **named: str) -> object:
        if path.suffix == ".mo":
            opened.append(path.name)
        return at_once(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    return lambda: opened
