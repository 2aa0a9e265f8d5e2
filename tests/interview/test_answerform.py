"""A form that comes back filled in: whatever editors and e-mail do to it, one point, or a refusal by its line."""

from codecs import BOM_UTF16_LE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import FormUnreadable
from mefirst.interview.answerform import MOST_BYTES, Filled, read_form
from mefirst.render.message import form_to
from mefirst.speech import ENGLISH, Speech, speech_in
from samples import DAY, ID, effect, entry

GERMAN = speech_in(("de",))
LINE = effect(2, 1, dimension="trust", toward="deputy")
MOMENT = entry(ID, intent="Help you look good in front of the board", effects=[LINE], people=("deputy",))


def form(number: str = "", words: str = "", say: Speech = ENGLISH) -> str:
    """Return the form as it is sent, filled in with an editor: below the labels."""
    number_label, words_label = (
        ("Deine Zahl", "In deinen") if say is GERMAN else ("Your number", "In your words")
    )
    lines = form_to(MOMENT, LINE, DAY, say).split("\n")
    for label, typed in ((number_label, number), (words_label, words)):
        at = next(place for place, line in enumerate(lines) if line.startswith(label))
        lines[at + 1 : at + 2] = typed.split("\n")
    return "\n".join(lines)


def read(text: str | bytes) -> Filled:
    return read_form(text.encode() if isinstance(text, str) else text, "answer.txt")


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(FormUnreadable) as problem:
        read(text)
    return problem.value.lines()


ANSWER = Filled(-1, "It stung.\n\nBut I see why.", "4k7q0z", "trust")
FILLED = form("-1", "It stung.\n\nBut I see why.")


def test_what_was_filled_in_is_read() -> None:
    """The number, the words as they stand, and what it is about."""
    assert read(FILLED) == ANSWER
    assert read(form("+2")) == Filled(2, None, "4k7q0z", "trust")


def test_it_names_nobody() -> None:
    """Neither the alias nor the guess nor the leader's own reading travels."""
    text = form_to(MOMENT.changed(effects=[{**LINE.model_dump(), "predicted": -2}]), LINE, DAY)
    assert "deputy" not in text
    assert "Help you look good" in text
    assert text.splitlines()[-1] == "End of the form, please keep this line: 4k7q0z trust"
    assert max(map(len, text.splitlines())) <= 72
    assert form_to(MOMENT, None, DAY).splitlines()[-1].endswith(" 4k7q0z -")


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        FILLED.replace("\n", "\r\n"),
        FILLED.replace("\n", "\r"),
        FILLED.replace("\n", "\n\n"),
        quoted(FILLED),
        quoted(quoted(FILLED)),
        FILLED.replace("\n", "\n  "),
        f"Hi!\nhere it is\n\n{FILLED}\n\n-- \nDeputy\n",
        f"{FILLED}\n\nOn Monday you wrote:\n{quoted(form())}",
        f"{quoted(form())}\n{FILLED}",
        f"{FILLED}\n{quoted(FILLED)}",
        f"{form().partition('End of')[0]}\n{FILLED}",
        FILLED.replace("Your number, from -3 to +3:\n-1", "Your number, from -3 to +3: -1"),
        FILLED.replace("Your number, from -3 to +3:", "*YOUR NUMBER, from -3 to +3:*"),
        FILLED.replace("\n-1\n", "\n\u00a0−1\u200b\n"),
        FILLED.replace("from -3", "from –3").replace("words, if", "words,  if"),
        FILLED.replace("trust", "Trust"),
    ],
    ids=[
        "crlf", "cr", "blank lines", "quoted", "quoted twice", "indented", "in an e-mail", "answered above",
        "answered below", "twice the same", "one without an end", "behind the label", "bold capitals", "no-break space",
        "another dash in a label", "a capital dimension",
    ],
)  # fmt: skip
def test_what_editors_and_e_mail_do_to_it(text: str) -> None:
    """Other line ends, quoting, blank lines, greetings: the answer is the same."""
    found = read(text)
    assert (found.value, found.handle, found.dimension) == (-1, "4k7q0z", "trust")
    assert (found.words or "").split() == (ANSWER.words or "").split()


@pytest.mark.parametrize("data", [
    b"\xef\xbb\xbf" + FILLED.encode(), BOM_UTF16_LE + FILLED.encode("utf-16-le"),
    FILLED.replace("stung", "stüng").replace("−", "-").encode("cp1252"),
])  # fmt: skip
def test_however_it_was_saved(data: bytes) -> None:
    """With a byte-order mark, as UTF-16, or as old editors of Windows do."""
    assert read(data).value == -1
    assert (read(data).words or "").startswith("It st")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("-1", -1), ("−1", -1), ("–1", -1), ("—1", -1), ("‐1", -1), ("－１", -1), ("- 1", -1), ("minus 1", -1),
        ("+2", 2), ("2", 2), ("＋２", 2), ("plus 2", 2), ("0", 0), ("“-3”", -3), ("„3“", 3), ("[ 1 ]", 1),
        ("__2__", 2), ("1.", 1), ("*-2*", -2), ("= 3", 3),
    ],
)  # fmt: skip
def test_however_a_number_is_typed(typed: str, value: int) -> None:
    """Every minus, full width, in quotes or brackets."""
    assert read(form(typed)).value == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4", "Line 6: '4' is no point of the scale."),
        ("-1.5", "Line 6: '-1.5' is no point of the scale."),
        ("about -1", "Line 6: 'about -1' is no point of the scale."),
        ("-1, it stung", "Line 6: '-1, it stung' is no point of the scale."),
        ("x" * 90, f"Line 6: '{'x' * 39}…' is no point of the scale."),
        ("-1\nor rather 0", "Line 7: 'or rather 0' stands below the number."),
    ],
)
def test_what_is_no_number_is_refused_by_its_line(typed: str, said: str) -> None:
    """What, which line, what to type instead."""
    lines = refused(form(typed))
    assert lines == [
        "The form in answer.txt cannot be read.",
        said,
        "Type a whole number from -3 to 3 there, alone, such as -1. Words go below it.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It has no line 'Your number, from -3 to +3:'."),
        ("-1", "It has no line 'Your number, from -3 to +3:'."),
        (form(), "No number stands behind 'Your number, from -3 to +3:' (line 5)."),
        (
            form("", "It stung"),
            "No number stands behind 'Your number, from -3 to +3:' (line 5).",
        ),
        (f"{form('-1')}\n{form('2')}", "It is filled in twice, and not in the same way: −1 and +2."),
        ("x" * (MOST_BYTES + 1), "It is larger than 64 KiB, so it is no form."),
        (b"\x81\x8d", "It is no text."),
    ],
)
def test_what_is_no_filled_form(text: str | bytes, said: str) -> None:
    lines = refused(text)
    assert (lines[1], len(lines)) == (said, 3)


def test_a_form_in_german() -> None:
    """It is read whatever language one speaks by now."""
    text = form("-2", "Das hat gesessen.", say=GERMAN)
    assert "Deine Zahl, von -3 bis +3:" in text
    assert read(text) == Filled(-2, "Das hat gesessen.", "4k7q0z", "trust")


def test_without_its_last_line_it_is_about_nothing_certain() -> None:
    """The words end where a signature begins."""
    text = form("1", "Fine.").partition("End of the form")[0]
    assert read(f"{text}\n-- \nDeputy, Example Ltd\n") == Filled(1, "Fine.", None, None)


@given(st.text(max_size=200), st.sampled_from(["-3", "−2", "+1", "0", "3"]))
def test_any_words_come_back_or_are_refused_and_nothing_else_happens(words: str, number: str) -> None:
    """Whatever stands there, the number is that which was typed."""
    try:
        found = read(form(number, words).encode("utf-8", "replace"))
    except FormUnreadable:
        return
    assert found.value == int(number.replace("−", "-"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_form(data, "x")
    except FormUnreadable as problem:
        assert len(problem.lines()) == 3  # noqa: PT017 one of two outcomes
