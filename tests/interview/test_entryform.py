"""An entry as a text to edit: what is not touched survives, what is typed comes back as typed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.errors import UsageProblem
from mefirst.interview.entryform import FormProblem, changed, with_field
from mefirst.interview.entrytext import FIELDS, written
from mefirst.model.entry import TEXT_FIELDS, Effect, Entry
from samples import DAY, effect, entry, reported

TOLD = reported("Jürgen", -2, how="asked", quote="You never asked.\nby: me")
WHOLE = entry(
    situation="The stand-up\n\n  went quiet\n## not a head\n\\## nor this",
    intent="to help",
    asked={"situation": "Which moment?\x1b"},
    people=("Smith, John", "deputy"),
    tags=("budget",),
    feelings=("glad",),
    mode=("fixing",),
    motives=("help", "hurry"),
    sphere="both",
    cleanup="soon",
    unsaid="never",
    effects=(
        effect(2, -1, TOLD, reported("board", 1), toward="Jürgen", evidence="cue", predicted=-3, note="kept"),
        effect(0, None, dimension="clarity"),
    ),
    extra={
        "mood": {"asked": "How?", "answer": "so so"},
        "who": {"asked": "Who?", "answer": ["a", "b"]},
        "often": {"asked": "How often?", "answer": 3},
        "none": {"asked": "?", "answer": None},
    },
    future={"a": 1},
)


def edit(before: Entry, old: str, new: str) -> Entry:
    text = written(before)
    assert text.count(old) == 1, text
    return changed(before, text.replace(old, new), DAY)


def test_a_text_left_alone_is_the_entry_as_it_was() -> None:
    assert changed(WHOLE, written(WHOLE), DAY) is WHOLE
    assert changed(entry(), written(entry()), DAY) == entry()


def test_an_empty_text_changes_nothing() -> None:
    """Closing an emptied editor is how people change their mind."""
    assert changed(WHOLE, "", DAY) is WHOLE
    assert changed(WHOLE, "\n\n", DAY) is WHOLE


SAFE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(SAFE, st.sampled_from((*TEXT_FIELDS, "unsaid")))
def test_any_text_stands_unharmed_beside_a_change(text: str, name: str) -> None:
    """Every plane, NUL, controls, heads in it, line ends of every platform: the field next to it alone is changed."""
    before = entry(tags=("x",)).changed(**{name: text})
    assert changed(before, written(before), DAY) is before
    after = changed(before, written(before).replace("## tags\nx", "## tags\ny"), DAY)
    assert after == before.changed(tags=("y",))


@given(SAFE.filter(lambda text: text.strip()))
def test_any_text_typed_into_a_field_comes_back(text: str) -> None:
    """But for blank lines around it."""
    wanted = entry(gap=text)
    after = changed(entry(), written(wanted), DAY)
    lines = text.split("\n")
    while not lines[0].strip():
        lines.pop(0)
    while not lines[-1].strip():
        lines.pop()
    assert after.gap == "\n".join(lines)


def test_a_change_keeps_all_the_rest() -> None:
    """Unknown fields, in the entry and in an effect, and answers of other kinds."""
    after = edit(WHOLE, "to help", "to be seen\nhelping")
    assert after == WHOLE.changed(intent="to be seen\nhelping")
    after = edit(WHOLE, "intended: +2", "intended: -2")
    assert after.effects[0] == Effect.model_validate({**WHOLE.effects[0].model_dump(), "intended": -2})
    assert after.effects[1] == WHOLE.effects[1]
    assert after.model_extra == {"future": {"a": 1}}


CHANGES: list[tuple[str, str, str, Any]] = [
    ("Smith, John\ndeputy", "deputy\nDana", "people", ("deputy", "Dana")),
    ("Smith, John\ndeputy", "", "people", ()),
    ("help\nhurry", "hurry", "motives", ("hurry",)),
    ("## sphere\nboth\n", "", "sphere", None),
    ("## cleanup\nsoon", "## cleanup\nnow", "cleanup", "now"),
    ("## unsaid\nnever", "## unsaid\nstill not", "unsaid", "still not"),
    ("## gap\n", "## gap\nall of it\n## thoughts\nhm\n", "thoughts", "hm"),
]


@pytest.mark.parametrize(("old", "new", "name", "value"), CHANGES)
def test_a_field_can_be_changed_emptied_and_added(old: str, new: str, name: str, value: Any) -> None:
    assert getattr(edit(WHOLE, old, new), name) == value


def test_answers_that_fill_no_field_keep_their_kind() -> None:
    assert edit(WHOLE, "so so", "better").extra["mood"].answer == "better"
    assert edit(WHOLE, "a\nb", "b").extra["who"].answer == ["b"]
    assert edit(WHOLE, "\n3\n", "\n4\n").extra["often"].answer == 4
    assert set(edit(WHOLE, "## extra.mood  How?\nso so", "").extra) == {"who", "often", "none"}
    with pytest.raises(FormProblem, match="no text"):
        edit(WHOLE, "\n3\n", "\noften\n")


def test_effects_and_what_was_reported_can_be_changed_added_and_removed() -> None:
    after = edit(WHOLE, "by: board\nvalue: +1", "by: board\nvalue: -3")
    assert [one.value for one in after.effects[0].reported] == [-2, -3]
    assert after.effects[0].reported[0] == TOLD
    after = changed(WHOLE, written(WHOLE) + "\n## effect\ndimension: growth\ntoward: me\nseen: 1", DAY)
    assert after.effects[2] == effect(None, 1, dimension="growth", toward="me")
    assert after.effects[:2] == WHOLE.effects
    after = changed(
        entry(), "## effect\ndimension: trust\n## reported\nby: a\nvalue: 2\non: 2026-11-20\nquote: x\ny", DAY
    )
    assert after.effects[0].reported == (reported("a", 2, date(2026, 11, 20), quote="x\ny"),)
    assert changed(WHOLE, "## intent\nto help", DAY).effects == ()


def test_an_effect_toward_another_person_keeps_what_else_there_is_to_it() -> None:
    after = edit(WHOLE, "toward: Jürgen", "toward: Dana")
    assert after.effects[0].toward == "Dana"
    assert (after.effects[0].model_extra, after.effects[0].predicted) == ({"note": "kept"}, -3)


REFUSED = [
    ("## situation\nx\n## situaton\ny", r"Line 3: 'situaton' is no field. Did you mean 'situation'"),
    ("## gap\nx\n\n## gap\ny", "Line 4: 'gap' stands here a second time"),
    ("## sphere\nwork", "Line 2, sphere: 'work' is none of the answers"),
    ("## motives\nhelp\nx", "Line 2, motives: 'x'"),
    ("## effect\ndimension: trust\nintended: 4", "Line 3, intended: '4' is not on the scale"),
    ("## effect\ntoward: me", "Line 2: dimension"),
    ("## effect\nhello", "Line 2: one of dimension toward"),
    ("## effect\ndimension: trust\ndimension: trust", "Line 3: one of"),
    ("## effect\ndimension: trust\n## effect\ndimension: trust", "Two effects have the same"),
    ("## reported\nby: a\nvalue: 1", "Line 1: what was reported stands below its effect"),
    ("## effect\ndimension: trust\n## reported\nby: a\nvalue: 1\non: 2026-12-01", "latest day possible"),
    ("## effect\ndimension: trust\n## reported\nby: a\nvalue: 1", "Line 4: on"),
    ("## intent\ncaf\udce9", "no UTF-8"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_named_with_its_line(text: str, why: str) -> None:
    with pytest.raises(FormProblem, match=why):
        changed(entry(), text, DAY)


@pytest.mark.parametrize(
    ("assignment", "name", "value"),
    [
        ("gap=a = b", "gap", "a = b"),
        ("gap=", "gap", None),
        ("tags=a, b,A", "tags", ("a", "b")),
        ("people=", "people", ()),
        ("mode=fixing,absent", "mode", ("fixing", "absent")),
        ("sphere=personal", "sphere", "personal"),
        ("unsaid=x", "unsaid", "x"),
    ],
)
def test_one_field_is_set_by_its_name(assignment: str, name: str, value: Any) -> None:
    assert getattr(with_field(WHOLE, assignment), name) == value


@pytest.mark.parametrize(
    ("assignment", "why"),
    [
        ("gap", "has no '='"),
        ("gapp=x", "Did you mean 'gap'"),
        ("on=2026-11-22", "--on moves it"),
        ("state=trashed", "is no field to set"),
        ("sphere=work", "cannot be set"),
    ],
)
def test_what_cannot_be_set_is_said(assignment: str, why: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        with_field(WHOLE, assignment)
    assert why in refused.value.what


def test_every_field_that_is_the_leaders_own_can_be_edited() -> None:
    """What is computed, or where it came from, cannot."""
    ours = {"schema_", "id", "revision", "parents", "recorded_at", "replaces", "on", "state", "pack", "asked"}
    assert set(Entry.model_fields) - ours == {*FIELDS, "effects", "extra"}
