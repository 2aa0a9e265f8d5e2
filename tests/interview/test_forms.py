"""A question is a form of fields, replayed from its replies."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import DAY, EFFECT, NEXT, answer, due, pack
from mefirst.interview.fields import Field
from mefirst.interview.forms import Finished, Form, Setting, commitment, effects, form_of, point, replay
from mefirst.interview.interview import Interview
from mefirst.interview.values import Unfit
from mefirst.model.scale import POINTS
from mefirst.model.vocabulary import DIMENSIONS
from mefirst.packs.model import BaseQuestion
from mefirst.speech import speech_in

AT_WORK = Setting(DAY, "professional", ("deputy",), ("finance", "deputy"))


def question(**settings: Any) -> BaseQuestion:
    """Return one question of a pack, as the pack reader makes it."""
    return pack({"id": "one", "ask": "Well?", **settings}).question("one")


def asked(form: Form, *replies: Any) -> Field:
    """Return the field a form asks after `replies`."""
    field = replay(form, replies)
    assert isinstance(field, Field)
    return field


def came_to(form: Form, *replies: Any) -> Any:
    """Return the answer a form comes to with exactly these replies."""
    finished = replay(form, replies)
    assert isinstance(finished, Finished)
    return finished.answer


def keys(form: Form, *replies: Any) -> list[str]:
    """Return the keys of the fields a form asks while it is given `replies`."""
    fields = [next(form)]
    for reply in replies:
        try:
            fields.append(form.send(reply))
        except StopIteration:
            break
    return [field.key for field in fields]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"type": "short", "min_length": "2", "max_length": "9"},
            {"kind": "line", "shortest": 2, "longest": 9},
        ),
        (
            {"type": "long", "min_length": "2", "max_length": "9"},
            {"kind": "text", "shortest": 2, "longest": 9},
        ),
        ({"type": "number", "min": "1", "max": "2.5"}, {"kind": "number", "low": 1, "high": 2.5}),
        (
            {"type": "scale", "from": "1", "to": "5", "labels": {"1": "low"}},
            {"kind": "scale", "low": 1, "high": 5, "labels": {1: "low"}},
        ),
        ({"type": "choice", "options": {"a": "A"}}, {"kind": "choice", "options": {"a": "A"}}),
        (
            {"type": "choices", "options": {"a": "A", "b": "B"}, "up_to": "1"},
            {"kind": "choices", "options": {"a": "A", "b": "B"}, "most": 1},
        ),
        ({"type": "yes_no"}, {"kind": "yes_no"}),
        (
            {"type": "date", "earliest": "today", "latest": "2026-12-31"},
            {"kind": "date", "earliest": DAY, "latest": DAY.replace(month=12, day=31)},
        ),
        ({"type": "person"}, {"kind": "line", "suggestions": ("finance", "deputy")}),
        (
            {"type": "people", "up_to": "2"},
            {"kind": "names", "suggestions": ("finance", "deputy"), "most": 2},
        ),
        ({"type": "tags", "up_to": "3"}, {"kind": "names", "suggestions": (), "most": 3}),
        ({"type": "feelings"}, {"kind": "names", "suggestions": (), "most": None}),
        ({"type": "note"}, {"kind": "note"}),
    ],
)
def test_a_question_of_one_field_asks_what_its_settings_say(
    settings: dict[str, Any], expected: dict[str, Any]
) -> None:
    field = asked(form_of(question(**settings), AT_WORK))
    assert field.key == "one"
    assert {name: getattr(field, name) for name in expected} == expected


def test_required_and_default_reach_the_field() -> None:
    field = asked(form_of(question(type="short", required="yes", default="as ever"), AT_WORK))
    assert (field.required, field.default, field.today) == (True, "as ever", DAY)


@given(st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text())))
def test_a_question_of_one_field_comes_to_its_reply(reply: Any) -> None:
    assert came_to(form_of(question(type="short"), AT_WORK), reply) == reply


def test_a_line_of_effect_is_asked_in_the_order_people_remember_it() -> None:
    form = effects(1, AT_WORK)
    assert keys(form, "trust", "deputy", 2, -2, "cue") == [
        "dimension", "toward", "intended", "seen", "evidence",
    ]  # fmt: skip


def test_a_line_of_effect_comes_to_what_was_replied() -> None:
    assert came_to(effects(1, AT_WORK), "trust", "deputy", 2, -2, "guess") == [
        {"dimension": "trust", "toward": "deputy", "intended": 2, "seen": -2, "evidence": "guess"}
    ]


def test_nothing_is_asked_about_what_arrived_where_it_is_not_known() -> None:
    line = {"dimension": "trust", "toward": None, "intended": None, "seen": None}
    assert came_to(effects(1, AT_WORK), "trust", None, None, None) == [line]


@pytest.mark.parametrize("how", ["told", "asked"])
def test_what_they_said_is_asked_at_once_and_dated_today(how: str) -> None:
    """“They told me” is a cue of ours and a value of theirs."""
    form = effects(1, AT_WORK)
    assert keys(form, "trust", "deputy", 2, -2, how, "deputy", -1)[-2:] == ["by", "value"]
    line = came_to(effects(1, AT_WORK), "trust", "deputy", 2, -2, how, "deputy", -1)[0]
    assert line["evidence"] == "cue"
    assert line["reported"] == [{"by": "deputy", "value": -1, "on": "2026-11-23", "how": how}]


def test_who_said_so_is_whom_it_was_meant_for_unless_told_otherwise() -> None:
    field = asked(effects(1, AT_WORK), "trust", "deputy", 2, -2, "told")
    assert (field.default, field.required, field.suggestions) == ("deputy", True, ("deputy",))
    assert asked(effects(1, AT_WORK), "trust", "deputy", 2, -2, "told", "finance").ask == (
        "Where would finance put it?"
    )


def test_what_they_said_may_stay_unknown() -> None:
    line = came_to(effects(1, AT_WORK), "trust", "deputy", 2, -2, "told", "deputy", None)[0]
    assert "reported" not in line


@given(st.integers(1, 3), st.data())
def test_as_many_lines_as_the_pack_allows(up_to: int, data: st.DataObject) -> None:
    """Each line has a dimension of its own; the first that has none ends them."""
    wanted = data.draw(st.lists(st.sampled_from(DIMENSIONS), max_size=up_to, unique=True))
    replies: list[Any] = []
    for dimension in wanted:
        replies += [dimension, "deputy", data.draw(st.sampled_from(POINTS)), None]
    if len(wanted) < up_to:
        replies.append(None)
    lines = came_to(effects(up_to, AT_WORK), *replies)
    assert [line["dimension"] for line in lines or []] == wanted
    assert lines is not None or not wanted


def test_a_second_line_is_offered_and_the_first_alone_may_be_needed() -> None:
    first = asked(effects(3, AT_WORK, required=True))
    assert (first.ask, first.required) == ("", True)
    second = asked(effects(3, AT_WORK, required=True), "trust", "deputy", 2, None)
    assert (second.key, second.ask, second.required) == ("dimension", "Another one?", False)


def test_one_dimension_may_be_meant_for_several_people_but_once_for_each() -> None:
    line = ("trust", "Deputy", 2, None)
    assert asked(effects(2, AT_WORK), *line, "trust").taken == {"deputy"}
    assert asked(effects(2, AT_WORK), *line, "clarity").taken == set()
    assert asked(effects(2, AT_WORK), "trust", None, 2, None, "trust").taken == {""}


@pytest.mark.parametrize(
    ("present", "default"), [((), None), (("deputy",), "deputy"), (("deputy", "finance"), None)]
)
def test_whoever_was_there_alone_is_offered(present: tuple[str, ...], default: str | None) -> None:
    setting = Setting(DAY, None, present, ("finance", "board"))
    field = asked(effects(1, setting), "trust")
    assert field.default == default
    assert field.suggestions == tuple(dict.fromkeys((*present, "finance", "board")))


@pytest.mark.parametrize(
    ("sphere", "close"), [(None, False), ("professional", False), ("personal", True), ("both", True)]
)
def test_closeness_is_offered_at_home_alone(sphere: str | None, close: bool) -> None:
    assert ("closeness" in asked(effects(1, Setting(DAY, sphere))).options) is close


def test_the_scale_has_a_label_for_each_point_and_no_default() -> None:
    field = asked(effects(1, AT_WORK), "trust", "deputy")
    assert (field.low, field.high, tuple(field.labels), field.default) == (-3, 3, POINTS, None)
    assert field.ask == "Trust: what did you mean to do to it?"


def test_a_promise_is_a_cue_and_a_response() -> None:
    assert keys(commitment(AT_WORK), "he pauses", "I breathe", None) == ["cue", "response", "due"]
    assert came_to(commitment(AT_WORK), "he pauses", "I breathe", "2026-11-24") == {
        "cue": "he pauses",
        "response": "I breathe",
        "due": "2026-11-24",
    }


def test_a_promise_without_a_cue_is_a_plain_sentence() -> None:
    assert came_to(commitment(AT_WORK), None, "I call her", None) == {"behavior": "I call her"}


def test_no_promise_is_an_answer() -> None:
    assert came_to(commitment(AT_WORK), None, None) is None


@pytest.mark.parametrize(
    ("cue", "required", "needed"), [(None, False, False), ("he pauses", False, True), (None, True, True)]
)
def test_a_cue_asks_for_its_response(cue: str | None, required: bool, needed: bool) -> None:
    assert asked(commitment(AT_WORK, required=required), cue).required is needed


def test_a_promise_is_due_today_at_the_earliest() -> None:
    field = asked(commitment(AT_WORK), None, "I call her")
    assert (field.kind, field.today, field.earliest) == ("date", DAY, DAY)


def test_who_may_know_of_a_promise_is_asked_only_where_there_is_somebody() -> None:
    """A partner's alias; without an answer nobody."""
    known = AT_WORK._replace(partners=("coach",))
    assert keys(commitment(known), "he pauses", "I breathe", None, None) == [
        "cue",
        "response",
        "due",
        "witness",
    ]
    assert asked(commitment(known), "he pauses", "I breathe", None).suggestions == ("coach",)
    assert came_to(commitment(known), None, "I call her", None, "coach") == {
        "behavior": "I call her",
        "witness": "coach",
    }
    assert came_to(commitment(known), None, "I call her", None, None) == {"behavior": "I call her"}


def test_effect_and_commitment_questions_take_their_settings_along() -> None:
    tried = pack({**EFFECT, "up_to": "1", "required": "yes"}, {**NEXT, "required": "yes"})
    assert asked(form_of(tried.question("effect"), AT_WORK)).required
    assert asked(form_of(tried.question("next"), AT_WORK), None).required
    lines = came_to(form_of(tried.question("effect"), AT_WORK), "trust", None, None, None)
    assert len(lines) == 1


# --- In another language


GERMAN = speech_in(["de"])
IN_GERMAN = AT_WORK._replace(say=GERMAN)


def test_what_is_asked_is_in_the_language_spoken_and_what_is_kept_is_not() -> None:
    """Wording, dimensions, evidence and labels are German; the line is the one English answers make."""
    assert (
        asked(effects(1, IN_GERMAN)).options["safety"] == "Sicherheit: aussprechen können, was unbequem ist"
    )
    meant = asked(effects(1, IN_GERMAN), "trust", "deputy")
    assert (meant.ask, meant.labels[-3]) == ("Vertrauen: Was wolltest du da bewirken?", "stark beschädigt")
    assert asked(effects(1, IN_GERMAN), "trust", "deputy", 2, 1).options["guess"] == "Eine Vermutung"
    assert asked(commitment(IN_GERMAN), "er zögert").ask == "… dann werde ich …"
    replies = ("trust", "deputy", 2, -2, "told", "deputy", -1)
    assert came_to(effects(1, IN_GERMAN), *replies) == came_to(effects(1, AT_WORK), *replies)


FIELDS = {
    "scale": point("seen", "?", GERMAN),
    "choice": asked(effects(1, IN_GERMAN), "trust", "deputy", 2, 1),
    "date": asked(commitment(IN_GERMAN), "er zögert", "warten"),
    "yes_no": asked(form_of(pack({"id": "y", "type": "yes_no", "ask": "?"}).question("y"), IN_GERMAN)),
}


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        *(("yes_no", typed, True) for typed in ("ja", "J", " JA ", "yes", "y")),
        *(("yes_no", typed, False) for typed in ("nein", "n", "no")),
        *(("scale", typed, -2) for typed in ("minus zwei", "Minus Zwei", "minus 2", "−2", "-2")),
        ("scale", "null", 0),
        *(("date", typed, "2026-11-24") for typed in ("morgen", "Morgen", "tomorrow", "1", "2026-11-24")),
        *(("choice", typed, "guess") for typed in ("eine vermutung", "guess", "1")),
    ],
)
def test_answers_are_read_in_the_language_spoken_and_in_english(kind: str, typed: str, value: Any) -> None:
    assert FIELDS[kind].read(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("yes_no", "vielleicht", "Hier wird ja oder nein erwartet."),
        ("scale", "{4}", "„{4}“ liegt nicht auf der Skala: ganze Zahlen von −3 bis +3."),
        (
            "date",
            "bald",
            "„bald“ ist kein Tag. Schreib JJJJ-MM-TT, heute, morgen oder eine Anzahl von Tagen.",
        ),
        (
            "choice",
            "gues",
            "„gues“ ist keine der Antworten. Meintest du „guess“? Möglich sind: guess cue told asked",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_the_language_spoken(kind: str, typed: str, said: str) -> None:
    with pytest.raises(Unfit) as unfit:
        FIELDS[kind].read(typed)
    assert unfit.value.said(GERMAN) == said
    assert str(unfit.value) != said


def test_a_quoted_yes_is_said_in_the_language_spoken() -> None:
    told = {"id": "told", "type": "yes_no", "ask": "?", "required": "yes"}
    quoting = {"id": "back", "type": "short", "ask": "You said {told}."}
    interview = Interview(pack(told, quoting), DAY, say=GERMAN)
    answer(interview, "ja")
    assert due(interview).wording == "You said ja."
    assert interview.answers["told"] is True
