"""What a leader writes comes back as it was written, and none of it reaches a terminal raw."""

import json
from pathlib import Path
from typing import Any

import pytest

from mefirst.text import safe_lines, width
from running import EFFECT, NOW, answers, forbidden, mefirst, reflected, shown

LONG = "".join(f"sentence {number} of a long answer. " for number in range(200))[:4999] + "."

TEXTS = {
    "a word in brackets": "[finance] said [b]no[/b]",
    "a closing tag alone": "[/b] and [/] and [link=x]y[/link]",
    "an emoji's name": ":smile: is not a smile",
    "an escape sequence": "red \x1b[31mred\x1b[0m, title \x1b]0;owned\x07, up \x1b[A",
    "C1 controls": "csi \x9b31m, osc \x9d0;x\x9c, nel \x85",
    "backspaces and returns": "one\rtwo\b\b\bthree\x7f\x0b\x0c\x00",
    "a tab": "a\tb",
    "a bidi override": "user\u202egnp.exe\u202c \u2066isolated\u2069",
    "line separators": "one\u2028two\u2029three",
    "CJK": "会議で黙っていた。彼女は数字を取り上げられた。",
    "a family of emoji": "👩‍👩‍👧‍👦 came along 👍🏽 🏳️‍🌈 1️⃣",
    "Arabic": "اجتماع الفريق اليوم",
    "Hebrew": "ישיבת הצוות היום",
    "combining marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "several lines": "first\n\n  second, indented\nthird",
    "Windows lines": "first\r\nsecond",
    "quotes and backslashes": "\"quoted\" 'single' \\n \\u202e %s {intent} {{x}} $HOME `id`",
    "the edges of Unicode": "\U0010ffff \ufeff \u200b \u00ad \ue000",
    "a long answer": LONG,
    "one long word": "w" * 5000,
}

FORMATS = ("table", "plain")


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def text(request: pytest.FixtureRequest) -> str:
    """Return one of the texts."""
    found: str = request.param
    return found


def test_text_comes_back_byte_for_byte(text: str) -> None:
    """Through an answers file, onto the disk, and out of `show --format json`; blanks around it aside."""
    effect = {**EFFECT, "reported": {"by": "deputy", "value": 0, "quote": text}}
    record_id = reflected(moment=text, impact=text, strength=text, effect=effect)
    entry = shown(record_id)
    wanted = text.strip()
    assert [entry[name] for name in ("situation", "impact", "strength")] == [wanted] * 3
    assert entry["effects"][0]["reported"][0]["quote"] == wanted


def test_text_comes_through_yaml_or_is_refused(text: str, home: Path) -> None:
    """What YAML can hold comes back; an invisible control is named with its place, and nothing is saved."""
    quoted = json.dumps(text, ensure_ascii=False)
    ran = mefirst(
        "reflect", "--answers", "-", "-q", "--now", NOW, stdin=f"moment: {quoted}\nintent: x\n".encode()
    )
    if forbidden(text.replace("\t", "").replace("\n", "")):
        assert (ran.code, ran.out) == (2, "")
        assert "An invisible character (U+" in ran.err
        assert not home.exists()
    else:
        assert ran.code == 0, ran.err
        assert shown(ran.out.strip())["situation"] == text.strip()


def test_text_comes_through_a_capture_from_stdin_and_an_argument(text: str) -> None:
    """A pipe and a command line change nothing either."""
    piped = mefirst("capture", "-q", "--now", NOW, stdin=text.encode())
    assert shown(piped.out.strip())["situation"] == text.strip()
    if "\0" not in text:
        typed = mefirst("capture", "-q", "--now", NOW, "--", text)
        assert shown(typed.out.strip())["situation"] == text.strip()


def test_no_control_reaches_a_terminal_whatever_is_asked_for(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command, in every format and width, with the text in every field and in what is typed."""
    alias = text.replace(",", " ")[:60]
    effect = {**EFFECT, "toward": alias, "reported": {"by": alias, "value": 0, "quote": text}}
    reflected(moment=text, who=[alias], intent=text, impact=text, gap=text, effect=effect, next=text)
    reflected(
        moment="b", who=None, effect={"dimension": "trust", "toward": alias, "intended": 1}, impact=None
    )
    mefirst("capture", "--now", NOW, stdin=text.encode())
    commands = [(), ("list",), ("gaps",), ("gaps", "--by", "person"), ("show", "last")]
    for columns in ("40", "80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        for words in commands:
            for form in (*FORMATS, "json"):
                ran = mefirst(*words, "--format", form, "--now", NOW)
                assert ran.code == 0, (words, ran.err)
                assert not forbidden(ran.out + ran.err), (words, form, columns)
    for words in (
        ("list", text), ("list", "--contains", text), ("list", "--person", text), ("list", "--tag", text),
        ("list", "--dimension", text), ("list", "--journal", text), ("list", "--now", text), ("show", text),
        (text,), (f"--{text}",), ("list", f"--{text}"), ("reflect", text, "--answers", "-"), ("config", text),
        ("reflect", "--set", text), ("reflect", "--set", f"{text}=x"), ("reflect", "--set", f"effect={text}"),
        ("reflect", "--answers", text.replace("\0", "")), ("reflect", "--on", text), ("config", "plain", text),
        ("ask", "last", "--of", text), ("ask", "last", "--of", text, "--expect", text),
        ("impact", "last", "--by", text, "--value", text), ("impact", "last", "--by", text, "--value", "1"),
        ("impact", "last", "--text", text), ("list", "--format", text), ("reflect", text, "--resume"),
    ):  # fmt: skip
        ran = mefirst(*words, stdin=answers())
        assert not forbidden(ran.out + ran.err), words
        assert "stumbled" not in ran.err, words
        assert len(ran.err.splitlines()) <= 3, words


def test_a_whole_text_can_be_read_in_show(text: str) -> None:
    """Table and plain show every character of it, controls made visible, in lines of its own."""
    record_id = reflected(moment="m", impact=text)
    for form in FORMATS:
        out = mefirst("show", record_id, "--format", form, "--now", NOW).out
        unbroken = "".join(out.split())
        for line in safe_lines(text.strip()):
            assert "".join(line.split()) in unbroken, form


SHORT = {name: text for name, text in TEXTS.items() if len(text) < 60 and "\n" not in text}


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT.keys())
def test_a_short_text_can_be_read_in_the_list(text: str) -> None:
    """As a situation in `list`, in both formats, nothing taken as markup."""
    reflected(moment=text, who=None, effect=None)
    (visible,) = safe_lines(" ".join(text.split()).replace("\r", " "))
    for form in FORMATS:
        assert visible in mefirst("list", "--format", form, "--now", NOW).out


ALIASES = ["[finance]", "[/b]", "会計", "المدير", "סגנית", "👩‍👩‍👧‍👦", "a\u202eb", "a\x1b[31mb", "x" * 200]


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("columns", ["40", "80", "140"])
def test_an_alias_can_be_read_in_gaps(alias: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom an effect was meant for stands whole in gaps, however narrow, and no line is wider than asked."""
    monkeypatch.setenv("COLUMNS", columns)
    reflected(effect={**EFFECT, "toward": alias})
    (visible,) = safe_lines(alias)
    for arguments in (("gaps",), ("gaps", "--by", "person"), ("gaps", "--person", alias)):
        table = mefirst(*arguments, "--now", NOW).out
        assert "".join(visible.split()) in _column(table, visible), arguments
        assert max(width(line) for line in table.splitlines()) <= int(columns)
        assert visible in mefirst(*arguments, "--format", "plain", "--now", NOW).out
    found = mefirst("gaps", "--format", "json", "--now", NOW).json["effects"]
    assert [one["toward"] for one in found] == [alias]


def _column(table: str, visible: str) -> str:
    """Return the table's text with the pieces of a folded cell joined."""
    if visible in table:
        return table
    letters = set(visible)
    return "".join(letter for letter in table if letter in letters)


def test_rows_stay_straight_beside_wide_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures of a table begin in the same column whatever stands before them."""
    for alias, dimension in {
        "deputy": "clarity",
        "会計": "trust",
        "المدير": "clarity",
        "סגנית": "trust",
    }.items():
        reflected(effect={**EFFECT, "dimension": dimension, "toward": alias, "seen": None})
    table = mefirst("gaps", "--now", NOW).out
    rows = [line for line in table.splitlines() if line.endswith("waiting")]
    assert len(rows) == 4
    assert len({width(line[: line.index("·")]) for line in rows}) == 1


def test_a_quotation_in_a_question_cannot_break_out(home: Path) -> None:
    """Braces in an answer stay braces: no answer is expanded a second time, none leaks into another field."""
    document: dict[str, Any] = {"moment": "{intent} {last.focus}", "intent": "{moment}", "gap": "{unsaid}"}
    ran = mefirst(
        "reflect",
        "--answers",
        "-",
        "-q",
        "--now",
        NOW,
        stdin=json.dumps({**document, "effect": EFFECT}).encode(),
    )
    entry = shown(ran.out.strip())
    assert (entry["situation"], entry["intent"], entry["gap"]) == tuple(document.values())
