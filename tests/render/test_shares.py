"""A share in words, in every format: all of it, safely, and honest about how few moments it is of."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt

from mefirst.model.period import Period
from mefirst.render import shares
from mefirst.sharing.document import KOfN, Share
from mefirst.sharing.overview import overview
from mefirst.text import Canvas
from running import forbidden
from samples import DAY, commitment, effect, entry, nth_id, reported

MOMENT: dict[str, Any] = {
    "ref": "0123456789", "on": "2026-11-23", "sphere": "both", "people": ["Person B"], "mode": ["fixing"],
    "motives": ["help"], "feelings": ["calm"], "cleanup": "soon", "texts": {"intent": "to help\nand soon"},
    "lines": [
        {"dimension": "trust", "toward": "Person A", "intended": 2, "received": -1.5, "gap": -3.5,
         "status": "verified", "verdict": "backfired"},
        {"dimension": "energy", "toward": None, "intended": None, "received": None, "gap": None,
         "status": "waiting", "verdict": None},
    ],
}  # fmt: skip
PROMISE: dict[str, Any] = {
    "ref": "zzzzzzzzzz", "title": "wait for it", "status": "open", "kind": "do", "due": "2026-W48",
    "repeat": "weekly", "kept": {"k": 1, "n": 2}, "texts": {"cue": "she pauses", "if_obstacle": "breathe"},
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "schema": "mefirst.share/1", "sequence": 3, "made_on": "2026-11-23",
    "period": {"first": "2026-W47", "last": "2026-W48"}, "chosen": {"k": 1, "n": 7}, "moments": [MOMENT],
    "commitments": [PROMISE], "answers": [{"ref": "q1", "answer": "I did ask her"}], "report": None,
}  # fmt: skip
SHARE = Share.model_validate_json(json.dumps(DOCUMENT))
HOSTILE = "\x1b[31m\u202ex\x07</p><script>alert(1)</script> [a](http://b) **c** `d`\n# e"

FORMATS: dict[str, Callable[[Share], str]] = {
    "table": lambda share: shares.text(share, Canvas(80)),
    "narrow": lambda share: shares.text(share, Canvas(40, glyphs=False)),
    "plain": shares.plain,
    "md": shares.md,
    "html": shares.html,
}


def leaves(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_share_is_left_out(form: str) -> None:
    """Each word of the document stands in what is shown; days, weeks and status are said in other words."""
    seen = " ".join(FORMATS[form](SHARE).split()).replace("<br>", " ")
    said_otherwise = {
        "mefirst.share/1",
        "2026-11-23",
        "2026-W47",
        "2026-W48",
        "trust",
        "energy",
        "verified",
        "waiting",
    }
    refs = {"0123456789", "zzzzzzzzzz", "q1"} if form in {"md", "html"} else set()  # of use to mefirst alone
    for word in set(leaves(DOCUMENT)) - said_otherwise - refs:
        assert all(line in seen for line in word.split("\n")), word
    for said in (
        "Monday 23 November 2026",
        "week 47 of 2026",
        "week 48 of 2026",
        "Trust",
        "Energy",
        "they said",
    ):
        assert said in seen, said
    assert "did it 1 of the 2 times its cue came" in seen


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_share_does_nothing(form: str) -> None:
    """Controls, overrides, markup in any text or name of somebody else's share are shown as what they are."""
    lines = [{**MOMENT["lines"][0], "toward": HOSTILE}]
    moment = {
        **MOMENT,
        "texts": {"intent": HOSTILE},
        "people": [HOSTILE],
        "feelings": [HOSTILE],
        "lines": lines,
    }
    promise = {**PROMISE, "title": HOSTILE, "repeat": HOSTILE, "texts": {"cue": HOSTILE}}
    answers = [{"ref": "q", "answer": HOSTILE}]
    document = {**DOCUMENT, "moments": [moment], "commitments": [promise], "answers": answers}
    seen = FORMATS[form](Share.model_validate_json(json.dumps(document)))
    assert forbidden(seen) == []
    if form == "html":
        assert "<script>" not in seen
    if form == "md":
        page = MarkdownIt("commonmark", {"html": True}).render(seen)
        assert not any(tag in page for tag in ("<script", "<a ", "<code", "<strong>c"))


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (2, 7, "2 of 7 moments: do not read totals or trends into them."),
        (1, 7, "1 of 7 moments: do not read totals or trends into it."),
        (2, 2, "All 2 moments of the period: few as they are, do not read trends into them."),
        (1, 1, "The only moment of the period: one moment is no trend."),
        (2, None, "2 moments, chosen: do not read totals or trends into them."),
        (1, None, "1 moment, chosen: do not read totals or trends into it."),
    ],
)
def test_few_moments_are_called_few(k: int, n: int | None, said: str) -> None:
    """How many of how many, and what that forbids."""
    counted = None if n is None else KOfN(k=k, n=n)
    assert shares.chosen(SHARE.model_copy(update={"chosen": counted, "moments": SHARE.moments * k})) == said


def test_a_week_in_numbers_has_counts_and_no_medians() -> None:
    """Medians come with longer periods and three moments, a status each; people, tags and days are in neither."""
    entries = [
        entry(nth_id(number), effects=[effect(2, 1, toward="dana")], tags=["x"], people=["dana"]) for number in range(3)
    ] + [entry(nth_id(number), effects=[effect(1, 1, reported("dana", -1))]) for number in (3, 4)]  # fmt: skip
    log = [{"on": DAY, "cue_came": True, "did_it": True}, {"on": DAY, "cue_came": True, "did_it": False}]
    week = overview(entries, [commitment(log=log)], Period("today", DAY, DAY))
    assert (week.moments, week.verified, week.estimated, week.figures) == (5, 2, 3, ())
    assert (week.kept, week.backfired_verified) == (KOfN(k=1, n=2), KOfN(k=2, n=2))
    longer = overview(entries, [], Period("all", None, None))
    (figure,) = longer.figures
    assert (figure.status, figure.n, figure.received, figure.gap) == ("estimated", 3, 1, -1)
    seen = shares.plain(SHARE.model_copy(update={"report": longer}))
    assert "Trust, own reading, 3 moments: median arrived plus 1, median gap minus 1" in seen
    assert "Backfired, confirmed: 2 of 2" in seen
    assert "dana" not in seen


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-W47", "2026-W47", "week 47 of 2026"),
        ("2026-W47", "2026-W48", "week 47 of 2026 to week 48 of 2026"),
        ("2026-W47", None, "since week 47 of 2026"),
        (None, "2026-W47", "until week 47 of 2026"),
        ("2026-11-23", None, "since Monday 23 November 2026"),
        (None, None, "everything so far"),
    ],
)
def test_a_period_is_said_as_it_leaves(first: str | None, last: str | None, said: str) -> None:
    """In days or in weeks, open on a side or not."""
    period = {**DOCUMENT, "period": {"first": first, "last": last}}
    assert f"Period: {said}\n" in shares.plain(Share.model_validate_json(json.dumps(period)))


def test_a_promise_whose_cue_never_came_is_not_called_unkept() -> None:
    """0 of 0 says nothing, so it is said in words."""
    kept = {**DOCUMENT, "commitments": [{**PROMISE, "kept": {"k": 0, "n": 0}}]}
    assert "its cue has not come" in shares.plain(Share.model_validate_json(json.dumps(kept)))
