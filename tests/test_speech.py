"""Which language is wanted, and how it is spoken."""

import subprocess
import sys

import pytest

from mefirst.speech import ENGLISH, chain, choose, speech_in, wanted_languages


@pytest.mark.parametrize(
    ("tag", "tags"),
    [
        ("pt-BR", ("pt-BR", "pt")),
        ("PT_br", ("pt-BR", "pt")),
        ("zh-hant-tw", ("zh-Hant-TW", "zh-Hant", "zh")),
        ("es-419", ("es-419", "es")),
        ("de", ("de",)),
        *((typed, ()) for typed in ("", "C", "POSIX", "../de", "de/..", "de-", "d", "de\n", "german")),
    ],
)
def test_a_tag_and_the_wider_ones_behind_it(tag: str, tags: tuple[str, ...]) -> None:
    assert chain(tag) == tags


@pytest.mark.parametrize(
    ("environment", "tags"),
    [
        ({}, ()),
        ({"LANG": "de_DE.UTF-8@euro"}, ("de-DE", "de")),
        ({"LANG": "de_DE@euro"}, ("de-DE", "de")),
        ({"LANG": "C"}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LANG": "POSIX"}, ()),
        ({"LANGUAGE": "pt_BR:pt:de", "LANG": "fr_FR"}, ("pt-BR", "pt", "de")),
        ({"LANGUAGE": "", "LANG": "fr_FR"}, ("fr-FR", "fr")),
        ({"LC_ALL": "it_IT", "LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, ("it-IT", "it")),
        ({"LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, ("fr-FR", "fr")),
        ({"LC_ALL": "C", "LANG": "de_DE"}, ()),
        ({"LC_ALL": "C", "LANGUAGE": "de"}, ()),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, ()),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:de"}, ("fr", "de")),
        ({"LANGUAGE": "::de::C"}, ("de",)),
        ({"LANG": "../../etc"}, ()),
    ],
)
def test_the_languages_somebody_wants(environment: dict[str, str], tags: tuple[str, ...]) -> None:
    assert wanted_languages(environment) == tags


@pytest.mark.parametrize(
    ("available", "own", "wanted", "language"),
    [
        (("de", "pt"), "en", ("pt-BR", "pt", "de"), "pt"),
        (("de", "pt-br"), "en", ("pt-BR", "pt"), "pt-br"),
        (("de",), "en", ("en-GB", "en", "de"), "en"),
        (("de",), "en", ("fr", "de"), "de"),
        (("de",), "en", ("fr",), "en"),
        (("de",), "en", (), "en"),
        ((), "nb", ("nb-NO", "nb"), "nb"),
    ],
)
def test_the_first_language_that_is_there_is_chosen(
    available: tuple[str, ...], own: str, wanted: tuple[str, ...], language: str
) -> None:
    assert choose(available, own, wanted) == language


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ((), "en"),
        (("de-AT", "de"), "de"),
        (("fr", "de"), "de"),
        (("fr-FR", "fr"), "en"),
        (("en-GB", "en", "de"), "en"),
    ],
)
def test_the_first_language_that_is_spoken_is_spoken(wanted: tuple[str, ...], language: str) -> None:
    assert speech_in(wanted).language == language


@pytest.mark.parametrize(
    ("count", "english", "german"), [(1, "one minute", "eine Minute"), (5, "five minutes", "fünf Minuten")]
)
def test_values_stand_in_their_places_and_number_is_respected(count: int, english: str, german: str) -> None:
    for say, said in ((ENGLISH, english), (speech_in(["de"]), german)):
        number = say({1: "one", 5: "five"}[count])
        assert say.plural("{number} minute", "{number} minutes", count, number=number) == said


def test_braces_in_a_value_stay_what_they_are() -> None:
    for say in (ENGLISH, speech_in(["de"])):
        assert say("Thrown away: {draft}", draft="{typed} {0}").endswith(": {typed} {0}")
        assert say("What a {braced} text nobody translated") == "What a {braced} text nobody translated"


def test_english_loads_nothing() -> None:
    """Neither the module that reads catalogues nor a catalogue."""
    said = "from mefirst.speech import speech_in; speech_in(['en-GB', 'en', 'de'])"
    program = f"import sys; {said}; print('gettext' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
