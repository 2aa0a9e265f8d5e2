"""What leaves, and above all what does not."""

import random
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from canaries import DISGUISES, Journal, a_journal, seen_through
from mefirst.errors import UnknownChoice
from mefirst.model.entry import Entry
from mefirst.model.partner import COMMITMENT_FIELDS, DEFAULTS, ENTRY_FIELDS, Partner
from mefirst.model.period import Period
from mefirst.sharing.document import Share
from mefirst.sharing.redact import Known, Redacted, Secrets, Selection, TooMuch, redact, ref_of
from mefirst.sharing.terms import NeverLeaves, NotAgreed, Terms, terms_for
from mefirst.vault import age
from samples import RECORDED, commitment, effect, entry, nth_id, reported

TODAY = date(2026, 11, 23)
SECRETS = Secrets.of_share(b"one relationship", "1")
ALL = Terms(frozenset(ENTRY_FIELDS), frozenset(COMMITMENT_FIELDS), {}, coarse=False)


def partner(role: Any = "coach", **fields: Any) -> Partner:
    return Partner.agreed(nth_id(7), role, alias="sam", recorded_at=RECORDED, **fields)


def selected(journal: Journal, **fields: Any) -> Selection:
    return Selection(TODAY, 1, Period("all", None, None), journal.entries, len(journal.entries), **fields)


def leaks(data: bytes, journal: Journal) -> list[str]:
    """What stands in a document that must not: aliases, tags, what was never said, ids."""
    seen = seen_through(data)
    random_parts = [one.id[9:] for one in (*journal.entries, *journal.commitments)]
    hidden = (*journal.names, *journal.tags, *journal.unsaid, *random_parts)
    return [word for word in hidden if word in seen]


def one(entries: list[Entry], terms: Terms = ALL, secrets: Secrets = SECRETS, **more: Any) -> Redacted:
    known = more.pop("known", Known())
    return redact(Selection(TODAY, 1, moments=entries, **more), terms, secrets, known)


def test_nothing_leaks_from_ten_thousand_entries() -> None:
    """Sealed and opened again, no share of 10,000 entries says an alias, a tag, an id or what was never said aloud."""
    chance = random.Random(20261123)
    identity = age.new_identity()
    recipient = age.recipient_of(identity)
    taken_out = 0
    for number in range(100):
        journal = a_journal(chance, 100)
        answers = {"q1q1q1q1q1": f"I asked {DISGUISES['case'](journal.names[0])}."}
        chosen = selected(journal, commitments=journal.commitments, answers=answers)
        secrets = Secrets.of_share(b"secret", str(number))
        share, spoken, _ = redact(chosen, ALL, secrets, journal.known, replace=True)
        opened = age.unseal(age.seal(share.data(), recipient), [identity])
        assert sha256(opened).hexdigest() == share.sha256
        assert leaks(opened, journal) == []
        assert spoken == ()
        taken_out += opened.decode().count("Person ")
    assert taken_out > 10_000


def test_no_text_that_would_leak_passes_unnoticed() -> None:
    """Moment by moment, left as they are: where a name or tag would leave it is told, and only there."""
    journal = a_journal(random.Random(7), 400)
    for moment in journal.entries:
        share, spoken, _ = one([moment], known=journal.known)
        assert bool(leaks(share.data(), journal)) == bool(spoken)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_disguise_is_noticed_in_every_text(disguise: str) -> None:
    """A name or a tag in any text that would leave is told with its place, whatever it wears."""
    said = f"then {DISGUISES[disguise]('qanimvi')} and {DISGUISES[disguise]('qtagilk')} went"
    texts = {name: said for name in ENTRY_FIELDS if name in DEFAULT_TEXTS}
    moment = entry(**texts, feelings=[said])
    promise = commitment(
        nth_id(9), title=said, **dict.fromkeys(("behavior", "cue", "response", "obstacle", "reason"), said)
    )
    known = Known(frozenset({"qanimvi"}), frozenset({"qtagilk"}))
    spoken = one([moment], commitments=[promise], answers={"q1q1q1q1q1": said}, known=known).spoken
    places = {place for place, _ in spoken}
    assert len(places) == len(texts) + 1 + 6 + 1
    assert {(place, word) for place in places for word in ("qanimvi", "qtagilk")} == set(spoken)


DEFAULT_TEXTS = {
    "situation", "behavior", "thoughts", "attitude", "motive", "intent", "impact", "gap",
    "contribution", "assumption", "belief", "others", "mirrored", "strength", "learning",
}  # fmt: skip


def test_a_disguise_is_no_way_out_of_the_test() -> None:
    """The eye that looks for leaks sees through each disguise: were nothing taken out, it would say so."""
    for disguise in DISGUISES.values():
        moment = entry(intent=f"then {disguise('qanimvi')} went")
        journal = Journal([], [], ["qanimvi"], [], [])
        assert leaks(one([moment]).share.data(), journal) == ["qanimvi"]


def test_shares_cannot_be_joined_by_pseudonym() -> None:
    """Of two shares of one entry, who is Person A in one is as likely anybody in the other; a stable name stays."""
    moment = entry(effects=[effect(1, 1, toward=name) for name in ("ann",)], people=["ann", "bob", "cleo"])
    more = entry(
        nth_id(2), effects=[effect(1, 2, toward="bob"), effect(1, 3, toward="cleo", dimension="energy")]
    )
    same = 0
    for number in range(300):
        first, second = (
            _toward(one([moment, more], secrets=Secrets.of_share(b"s", str(at))).share)
            for at in (2 * number, 2 * number + 1)
        )
        assert set(first.values()) == {"Person A", "Person B", "Person C"}
        same += first == second
    assert 20 < same < 90  # one in six
    stable = Terms(ALL.entry_fields, ALL.commitment_fields, {"Bob": "my deputy"}, coarse=False)
    shares = [one([more], stable, Secrets.of_share(b"s", str(at))).share for at in range(5)]
    assert {_toward(share)["trust", 2.0] for share in shares} == {"my deputy"}


def _toward(share: Share) -> dict[Any, Any]:
    return {(line.dimension, line.received): line.toward for moment in share.moments for line in moment.lines}


def test_the_same_share_is_made_again_byte_for_byte() -> None:
    """What was begun can be finished: the same selection under the same id gives the same bytes."""
    moments = [entry(nth_id(number), people=["ann", "bob"], intent="to help") for number in range(5)]
    assert one(moments).share.data() == one(moments[::-1]).share.data()


def test_a_reference_holds_in_one_relationship_alone() -> None:
    """A second share names a moment as the first did; to another partner it is called otherwise."""
    known = {ref_of(b"a", nth_id(number)) for number in range(500)}
    other = {ref_of(b"b", nth_id(number)) for number in range(500)}
    assert len(known | other) == 1000
    moved = entry(nth_id(5, date(2026, 11, 20)), replaces=nth_id(4))
    share = one([moved], first_ids={moved.id: nth_id(4)}).share
    assert share.moments[0].ref == ref_of(b"one relationship", nth_id(4))


def test_coarse_dates_say_the_week_and_nothing_nearer() -> None:
    """With weeks for days no day of the year stands in the document, and the order within a week tells nothing."""
    terms = Terms(ALL.entry_fields, ALL.commitment_fields, {}, coarse=True)
    days = [date(2026, 11, day) for day in range(16, 23)]
    moments = [entry(nth_id(number, day), effects=[effect(0, 0)]) for number, day in enumerate(days)]
    period = Period("2026-11-16..2026-11-22", days[0], days[-1])
    promise = commitment(due=date(2026, 12, 24))
    share = one(moments, terms, period=period, commitments=[promise]).share
    assert b"2026-11" not in share.data()
    assert b"2026-12" not in share.data()
    assert {moment.on for moment in share.moments} == {"2026-W47"}
    assert [moment.ref for moment in share.moments] == sorted(moment.ref for moment in share.moments)


def test_what_nobody_sees_does_not_leave() -> None:
    """Invisible characters, which a preview cannot show, are left out; joiners that emoji need stay."""
    share = one([entry(intent="he\u200bl\U000e0041p\xad \u2066x\u2069 👩\u200d🔬")]).share
    assert share.moments[0].texts == {"intent": "help \u2066x\u2069 👩\u200d🔬"}


def test_of_an_effect_only_the_gap_leaves() -> None:
    """Who said what arrived, in which words, when and how, stays; so does what the leader expected of them."""
    line = effect(2, 1, reported("dana", -1, quote="you cut me off", how="asked"), toward="dana", predicted=0)
    share = one([entry(effects=[line])]).share
    assert share.content()["moments"][0]["lines"] == [
        {
            "dimension": "trust", "toward": "Person A", "intended": 2, "received": -1.0, "gap": -3.0,
            "status": "verified", "verdict": "backfired",
        }
    ]  # fmt: skip


FULL = entry(
    sphere="both", people=["dana"], mode=["fixing"], motives=["help"], feelings=["calm"], cleanup="soon",
    effects=[effect(1, 1, toward="dana")], tags=["x"], unsaid="y", **dict.fromkeys(sorted(DEFAULT_TEXTS), "words"),
)  # fmt: skip
PROMISE = commitment(
    title="t", due=TODAY, repeat="weekly", log=[{"on": TODAY, "cue_came": True, "did_it": True}], witness="dana",
    who="dana", **dict.fromkeys(("behavior", "cue", "response", "obstacle", "if_obstacle", "reason"), "words"),
)  # fmt: skip


@pytest.mark.parametrize("field", ENTRY_FIELDS)
def test_of_a_moment_a_field_leaves_alone(field: str) -> None:
    """Where one field may leave, that one does, and no other is there even in part."""
    (moment,) = one([FULL], Terms(frozenset({field}), frozenset(), {}, coarse=False)).share.content()[
        "moments"
    ]
    said = {name for name, value in moment.items() if value} - {"ref"}
    assert said == {"texts" if field in DEFAULT_TEXTS else "lines" if field == "effects" else field}
    assert set(moment["texts"]) == {field} & DEFAULT_TEXTS


@pytest.mark.parametrize("field", COMMITMENT_FIELDS)
def test_of_a_promise_a_field_leaves_alone(field: str) -> None:
    """Likewise; how it stands is said of every promise."""
    terms = Terms(frozenset(), frozenset({field}), {}, coarse=False)
    (promise,) = one([], terms, commitments=[PROMISE]).share.content()["commitments"]
    said = {name for name, value in promise.items() if value} - {"ref", "status"}
    assert said == {"log": {"kept"}, "status": set()}.get(field, {field} if field in promise else {"texts"})
    assert set(promise["texts"]) <= {field}


@pytest.mark.parametrize("role", ["coach", "mentor"])
def test_a_coach_gets_the_gaps_and_no_text(role: Any) -> None:
    """By default a chosen moment shows its day, its sphere and its lines; texts only as they are chosen."""
    journal = a_journal(random.Random(1), 20)
    share = redact(selected(journal), terms_for(partner(role), ["entries"]), SECRETS, journal.known).share
    assert all(moment.on and not moment.texts and not moment.people for moment in share.moments)
    assert any(moment.lines for moment in share.moments)
    chosen = terms_for(partner(role), ["entries"], ["intent"])
    with_intent = redact(selected(journal), chosen, SECRETS, journal.known).share
    assert {name for moment in with_intent.moments for name in moment.texts} == {"intent"}
    assert chosen.beyond == ("intent",)


def test_a_higher_up_gets_titles_and_status_alone() -> None:
    """No other text, no date and no count is in it, and nothing beyond that can be chosen."""
    journal = a_journal(random.Random(2), 40)
    boss = partner("higher-up")
    promises = selected(journal, commitments=journal.commitments)
    bare = Selection(TODAY, 1, commitments=promises.commitments)
    share = redact(bare, terms_for(boss, ["commitments"]), SECRETS, Known()).share
    for promise in share.content()["commitments"]:
        assert {name for name, value in promise.items() if value not in (None, {})} == {
            "ref",
            "title",
            "status",
        }
    for kinds, fields in (
        (["entries"], []),
        (["commitments"], ["due"]),
        (["reports"], []),
        (["commitments"], ["cue"]),
    ):
        with pytest.raises(NotAgreed):
            terms_for(boss, kinds, fields)  # type: ignore[arg-type]
    assert terms_for(
        partner("higher-up", commitment_fields=("title", "status", "due")), ["commitments"], ["due"]
    )


def test_a_peer_gets_commitments() -> None:
    """Their title, status, kind, day and repeat; how often it was done only where that was agreed or chosen."""
    promise = commitment(
        title="wait",
        due=TODAY,
        cue="she pauses",
        response="wait",
        log=[{"on": TODAY, "cue_came": True, "did_it": True}],
    )
    share = one([], terms_for(partner("peer"), ["commitments"]), commitments=[promise]).share
    assert (share.commitments[0].due, share.commitments[0].kept) == ("2026-11-23", None)
    assert not share.commitments[0].texts
    more = one([], terms_for(partner("peer"), ["commitments"], ["log", "cue"]), commitments=[promise]).share
    assert more.content()["commitments"][0]["kept"] == {"k": 1, "n": 1}
    assert more.commitments[0].texts == {"cue": "she pauses"}


def test_what_never_leaves_cannot_be_chosen() -> None:
    """`unsaid` and tags are refused by name, a misspelt field with what may be meant."""
    with pytest.raises(NeverLeaves, match="'unsaid' never leaves"):
        terms_for(partner(), ["entries"], ["unsaid"])
    with pytest.raises(NeverLeaves):
        terms_for(partner(), ["entries"], ["Tags"])
    with pytest.raises(UnknownChoice, match="Did you mean 'intent'"):
        terms_for(partner(), ["entries"], ["intnet"])


def test_no_role_gets_a_text_by_default_but_titles() -> None:
    """Whatever is added to the roles one day, free text stays something to be chosen."""
    for allowed in DEFAULTS.values():
        assert not DEFAULT_TEXTS & {*allowed.entry_fields, *allowed.commitment_fields}


def test_a_stable_name_may_not_give_somebody_else_away() -> None:
    """A chosen name that says a known alias is told like any text; one that is the alias itself was chosen to be."""
    known = Known(frozenset({"ann", "bob"}))
    moment = entry(effects=[effect(0, 0, toward="ann")], intent="told ann")
    betrays = Terms(ALL.entry_fields, frozenset(), {"ann": "bob's colleague"}, coarse=False)
    assert ("the stable name 'bob's colleague'", "bob") in one([moment], betrays, known=known).spoken
    told = Terms(ALL.entry_fields, frozenset(), {"ann": "Ann"}, coarse=False)
    assert one([moment], told, known=known).spoken == ()


def test_too_much_is_refused() -> None:
    """More moments, or a longer text, than a share may hold: named, and nothing is cut."""
    with pytest.raises(TooMuch):
        one([entry(nth_id(number)) for number in range(201)])
    with pytest.raises(TooMuch, match=f"intent of {entry().handle}"):
        one([entry(intent="x" * 8001)])
