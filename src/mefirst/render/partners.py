"""Partners as people read them: the agreement in plain words, how it stands with each, the log of what was shared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mefirst.analysis.partnership import Standing
from mefirst.model.partner import FREE_TEXT, Partner
from mefirst.model.share import Shared
from mefirst.render.dates import clock_time, long_day, near_day, short_day
from mefirst.render.records import said
from mefirst.render.words import counted
from mefirst.text import NARROW, Canvas, one_line, pad, safe, shell_word, width, wrap

ROLE_LABELS: Mapping[str, str] = {
    "mentor": "mentor",
    "coach": "coach",
    "higher-up": "higher-up",
    "peer": "peer",
    "leader": "leader, whose partner I am",
}
_KEYS = {
    "none": "no keys",
    "begun": "pairing begun",
    "to-compare": "six words to compare",
    "paired": "paired",
}
_FIELD_WORDS = {
    "on": "the day",
    "sphere": "whether it was at work or at home",
    "people": "who was there",
    "mode": "how I led (guiding, fixing, …)",
    "motives": "motives, by their names",
    "effects": "what was meant and what arrived in numbers, with the gap",
    "cleanup": "whether something is to be cleaned up",
    "status": "how it stands",
    "kind": "what kind it is",
    "due": "when it is due",
    "repeat": "how often",
    "log": "when the cue came and whether it was done",
    "intent": "what I meant, in words",
    "impact": "what arrived, in words",
    "gap": "the gap, in words",
    "others": "what others added",
    "behavior": "what I did",
    "if_obstacle": "what then",
    "mirrored": "where it is mirrored",
    "strength": "a strength",
    "belief": "what steered me",
    "assumption": "what I took for true",
    "contribution": "my part",
    "learning": "what I learned",
}
"""Fields whose names do not say it all."""

_OF_PROMISES = {"behavior": "what I will do", "cue": "its cue", "response": "what I will do then"}


def _fields(names: Sequence[str], words: Mapping[str, str] = _FIELD_WORDS) -> str:
    return ", ".join(words.get(one, one) for one in names)


def agreement(partner: Partner, canvas: Canvas) -> list[str]:
    """Return what was agreed, in plain words for both to keep."""
    lines: list[str] = []
    for text in _agreement(partner):
        indent = "  " if text.startswith("  ") else ""
        lines += wrap(canvas.signs(text), canvas.width, indent) if text else [""]
    return lines


def _agreement(partner: Partner) -> Iterator[str]:
    alias = safe(partner.alias)
    end = f", until {long_day(partner.until)}" if partner.until else ""
    yield f"Agreement with {alias} ({partner.role}), since {long_day(partner.started)}{end}"
    if partner.ended:
        yield f"Ended on {long_day(partner.ended)}."
    yield ""
    if partner.role == "leader":
        yield from _for_a_leader(partner, alias)
    else:
        yield from _for_a_partner(partner, alias)
    yield "Each of us can end this at any time, without a reason. What has been read stays known."


def _for_a_leader(partner: Partner, alias: str) -> Iterator[str]:
    yield f"{alias} chooses what I get, and sees it before it leaves."
    yield (
        f"What {alias} gets is what I reply: what was done well, one question, impact I heard, a day. "
        "They take it over or not."
    )
    yield from _must_not(partner, alias)
    yield ""


def _for_a_partner(partner: Partner, alias: str) -> Iterator[str]:
    yield f"What {alias} gets when I share, and only after I have seen it:"
    yield from (f"  {one}" for one in _gets(partner))
    yield "  Nothing else. What I never said aloud, tags and earlier versions never leave."
    yield from _must_not(partner, alias)
    yield ""
    if partner.keep_days:
        yield f"{alias} keeps what came for {counted(partner.keep_days, 'day')} and then deletes it."
    else:
        yield f"{alias} keeps what came until this agreement ends, and then deletes it."


def _must_not(partner: Partner, alias: str) -> Iterator[str]:
    if partner.forbidden:
        yield ""
        yield f"What {alias} must not do with it:"
        yield from (f"  {safe(one)}" for one in partner.forbidden)


def _gets(partner: Partner) -> Iterator[str]:
    if "entries" in partner.shares:
        yield f"Of moments I choose: {_fields(partner.entry_fields) or 'nothing yet'}."
        if not FREE_TEXT & set(partner.entry_fields):
            yield "No texts of these moments."
    if "commitments" in partner.shares:
        yield f"Of promises: {_fields(partner.commitment_fields, _FIELD_WORDS | _OF_PROMISES) or 'nothing yet'}."
    if "reports" in partner.shares:
        yield "Reports of a period in figures, without texts and people."
    if not partner.shares:
        yield "Nothing."
        return
    known = [f"{safe(alias)} as {safe(name)}" for alias, name in sorted(partner.names.items())]
    but = f", but for {', '.join(known)}" if known else ""
    yield f"Other people go by other names, new ones in each share{but}."
    if partner.coarse_dates:
        yield "Weeks instead of days."


def listed(found: Sequence[Standing], today: date, canvas: Canvas) -> str:
    """Return the partners, two lines each: who they are and how keys stand; what was shared, is open, comes next."""
    if not found:
        return "\n".join(wrap("No partners yet. mefirst partner add ALIAS adds one.", canvas.width))
    column = min(max(width(safe(one.partner.alias)) for one in found), 24)
    lines = []
    for one in found:
        alias = canvas.fit(safe(one.partner.alias), column)
        head = f"{pad(alias, column)}  {one.partner.role}  {_state(one, today)}"
        if canvas.width < NARROW:
            lines += wrap(canvas.signs(f"{alias}, {one.partner.role}, {_state(one, today)}"), canvas.width)
        else:
            lines += [canvas.fit(head, canvas.width)]
        lines += wrap(canvas.signs(" · ".join(_facts(one, today))), canvas.width, "  ")
    return "\n".join(lines)


def told(one: Standing, today: date) -> str:
    """Return a partner of the list in a sentence."""
    facts = ", ".join((_state(one, today), *_facts(one, today)))
    return f"{safe(one.partner.alias)}, {one.partner.role}: {facts}."


def _state(one: Standing, today: date) -> str:
    if one.partner.ended:
        return f"ended {near_day(one.partner.ended, today)}"
    if not one.partner.runs_on(today) and one.partner.until:
        return f"ran until {short_day(one.partner.until, today)}"
    return _KEYS[one.keys]


def _facts(one: Standing, today: date) -> Iterator[str]:
    sent = near_day(one.last_sent.date(), today) if one.last_sent else ""
    came = near_day(one.last_received.date(), today) if one.last_received else ""
    if one.partner.role == "leader":
        yield f"last share came {came}" if came else "no share came yet"
        yield f"last replied {sent}" if sent else "no reply yet"
    else:
        yield f"last shared {sent}" if sent else "nothing shared"
        if came:
            yield f"last came {came}"
    if one.unseen:
        yield f"{counted(one.unseen, 'file')} not looked at"
    if one.missing:
        yield f"{counted(one.missing, 'file')} missing"
    if many := len(one.promises) or one.between.promises:
        yield f"{counted(many, 'promise')} open"
    if one.between.questions:
        yield "your question waits" if one.partner.role == "leader" else "a question waits for your answer"
    if one.between.undecided:
        yield f"{counted(one.between.undecided, 'reply', 'replies')} to take over"
    yield _next_talk(one.next_on, today)


def _next_talk(day: date | None, today: date) -> str:
    if day is None:
        return "no talk planned"
    return f"next talk {near_day(day, today)}" if day >= today else f"talk was due {near_day(day, today)}"


def shown(one: Standing, words: str, today: date, canvas: Canvas) -> str:
    """Return how it stands with one partner; `words` are those that were compared, or are to be."""
    partner = one.partner
    lines = [f"{partner.handle} · {safe(partner.alias)} · {partner.role}"]
    lines += [
        f"Since {long_day(partner.started)}" + (f", until {long_day(partner.until)}" if partner.until else "")
    ]
    lines += [f"Keys: {_state(one, today)}" + (f" ({words})" if words else "")]
    lines += [fact[0].upper() + fact[1:] for fact in _facts(one, today)]
    lines += [f"Promise: {safe(one_line(promise.sentence()))}  {promise.handle}" for promise in one.promises]
    lines += [f"What was agreed: mefirst partner show {shell_word(partner.alias)} --agreement"]
    return "\n".join(part for line in lines for part in wrap(canvas.signs(line), canvas.width))


def logged(found: Sequence[Shared], alias: str, today: date, canvas: Canvas) -> str:
    """Return the log, oldest first: when, which way, its number and hash, what it held in numbers."""
    if not found:
        return "\n".join(wrap(f"Nothing went to {safe(alias)}, and nothing came.", canvas.width))
    lines = []
    for one in found:
        way = "to them" if one.direction == "sent" else "from them"
        number = f"number {one.sequence}" if one.sequence else "by hand"
        head = f"{one.handle} · {_moment(one.recorded_at, today)} · {way} · {number} · {kind_of(one.content)}"
        lines += wrap(canvas.signs(head), canvas.width)
        lines += wrap(canvas.signs(f"held {held(one.content)}"), canvas.width, "  ")
        lines += wrap(f"sha256 {one.sha256}", canvas.width, "  ")
    return "\n".join(lines)


def _moment(moment: datetime, today: date) -> str:
    return f"{short_day(moment.date(), today)} {clock_time(moment)}"


def kind_of(content: Mapping[str, Any]) -> str:
    """Return what a document is called: `share` of `mefirst.share/1`."""
    return safe(str(content.get("schema", "")).removeprefix("mefirst.").partition("/")[0])


_OF_ENVELOPE = {"schema", "sequence", "made_at", "made_on"}


def held(content: Mapping[str, Any]) -> str:
    """Return what a document held, counted: `2 moments, 1 commitment, report`."""
    parts = []
    for name, value in content.items():
        if name in _OF_ENVELOPE or value in (None, [], {}, ""):
            continue
        said_name = safe(name.replace("_", " "))
        parts.append(f"{said_name}: {len(value)}" if isinstance(value, list) else said_name)
    return ", ".join(parts) or "nothing"


def content(document: Mapping[str, Any], canvas: Canvas) -> str:
    """Return all a document holds, line by line, safe to show: what says nothing is left out."""
    return "\n".join(
        line
        for name, value in document.items()
        if name not in {"schema", "sequence"} and value not in (None, [], {}, "")
        for line in _block(name, value, canvas)
    )


def _block(name: str, value: Any, canvas: Canvas, indent: str = "") -> Iterator[str]:
    label = safe(name.replace("_", " "))
    if isinstance(value, list | dict):
        yield f"{indent}{label}:"
        items = (
            value.items() if isinstance(value, dict) else ((str(at), one) for at, one in enumerate(value, 1))
        )
        for inner, one in items:
            if one not in (None, [], {}, ""):
                yield from _block(str(inner), one, canvas, f"{indent}  ")
        return
    lines = list(said(value))
    yield from wrap(canvas.signs(f"{label}: {lines[0] if lines else ''}"), canvas.width, indent)
    for line in lines[1:]:
        yield from wrap(canvas.signs(line), canvas.width, f"{indent}  ")
