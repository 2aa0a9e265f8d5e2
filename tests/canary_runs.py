"""What is typed into every command of an encrypted journal, each word of it a canary.

    uv run python tests/canary_runs.py [COMMAND …]

kills each command that writes at every call it makes, and prints a line for each: how many calls, and what was found.
"""

import atexit
import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import sealing
from mefirst.cli.context import Context
from mefirst.cli.sessions import begin
from mefirst.interview.interview import Interview
from mefirst.model.entry import TEXT_FIELDS
from mefirst.packs.library import Library
from mefirst.packs.reader import read_pack
from partnering import Person, exchanged
from running import NOW
from world import Line, Lines, World, adds, canary, line


def everything(w: World, about: str) -> bytes:
    """Return answers to every question of the pack below that takes words."""
    given: dict[str, Any] = {name: w(f"{about} {name}") for name in (*TEXT_FIELDS, "unsaid", "extra")}
    given |= {"people": w(f"{about} person"), "tags": w(f"{about} tag"), "feelings": w(f"{about} feeling")}
    effect = {"dimension": "trust", "toward": w(f"{about} person"), "intended": 2, "seen": -2}
    promise = {"cue": w(f"{about} cue"), "response": w(f"{about} response")}
    return json.dumps({**given, "effects": effect, "commitment": promise}).encode()


def pack_of_everything() -> bytes:
    """Return a pack that asks for everything an entry can hold."""
    texts = [{"id": one, "type": "long", "ask": f"{one}?", "fills": one} for one in (*TEXT_FIELDS, "unsaid")]
    others = {"people": "people", "tags": "tags", "feelings": "feelings", "effects": "effect"}
    more = [
        {"id": one, "type": kind, "ask": f"{one}?", "fills": one, **({"up_to": 3} if one != "people" else {})}
        for one, kind in others.items()
        if one != "tags"
    ] + [{"id": "tags", "type": "tags", "ask": "tags?", "fills": "tags"}]
    last = [
        {"id": "extra", "type": "long", "ask": "And else?"},
        {"id": "commitment", "type": "commitment", "ask": "Next?", "fills": "commitment"},
    ]
    document = {
        "mefirst_pack": 1, "id": "everything", "version": "1.0.0", "language": "en", "for": "entry", "minutes": 5,
        "author": "tests", "license": "MIT", "title": "Everything", "about": "All of it.",
        "questions": [*texts, *more, *last],
    }  # fmt: skip
    return json.dumps(document).encode()


def fill(w: World) -> None:
    """Encrypt a journal that holds a word already, and put a record of every kind into it."""
    w.run(line("capture", w("before it was encrypted")))
    ran = w.run(line("journal", "encrypt", "--yes"))
    w.secrets["recovery key"] = ran.out.strip().removeprefix("AGE-SECRET-KEY-1").lower()
    folder = w.theirs / "everything"
    folder.mkdir()
    (folder / "pack.yaml").write_bytes(pack_of_everything())
    w.run(line("pack", "add", str(folder), "--yes"))
    for one in _reflections(w):
        w.run(one)
    w.run(line("config", "focus", "trust"))


def _reflections(w: World) -> Lines:
    yield adds("reflect", "everything", "--answers", "-", stdin=everything(w, "entry"), shows=True)
    yield adds(
        "reflect", "everything", "--answers", w.file("a.json", everything(w, "from a file")), shows=True
    )
    texts = {
        "checkin": ("promised", "meant", "came", "noticed", "own_part", "well", "impact", "gap", "challenge", "answer"),
        "weekly": ("stayed", "distance", "own_part", "mirrored", "crossed", "keep", "strength", "question"),
        "cleanup": ("who", "what_i_did", "cost_to_them", "own_it", "ask_impact", "repair_offer", "behavior", "title"),
    }  # fmt: skip
    for pack, names in texts.items():
        given = {name: w(f"{pack} {name}") for name in names}
        given |= {"severity": "2", "by": "week"} if pack == "cleanup" else {}
        yield adds("reflect", pack, "--answers", "-", stdin=json.dumps(given).encode(), shows=True)
    yield adds(
        *("reflect", "--set", f"moment={w('set moment')}", "--set", f"intent={w('set intent')}"), shows=True
    )


def draft(w: World, place: str) -> str:
    """Keep a draft as a session does, and return its handle."""
    context = Context(NOW)
    journal = context.open_journal("default")
    loaded = read_pack(Library.standard().files("daily")["pack.yaml"])
    session = begin(context, journal, loaded, Interview(loaded.pack, context.today), None)
    session.interview.reply(w(place))
    session._keep()
    return session.draft.id


# What is run: every command, and what a user can type into it.


def _today(_: World) -> Lines:
    for form in ("table", "plain", "json"):
        yield line("--format", form, shows=True)


def _reflect(w: World) -> Lines:
    yield from _reflections(w)
    yield line(
        *("reflect", "--set", f"moment={w('not enough')}", "--on", "yesterday"), codes=(2,)
    )  # the intent is missing
    yield line("reflect", "--answers", "-", "--dry-run", stdin=b"moment: " + w("dry").encode(), codes=(2,))
    bad = f"moment: {w('refused')}\nnothing: of ours\n".encode()
    yield line("reflect", "--answers", "-", stdin=bad, codes=(2,))
    yield adds("reflect", draft(w, "discarded"), "--discard")
    yield line("reflect", draft(w, "resumed without a terminal"), "--resume", codes=(2,))
    from_ = w.run(line("capture", "--quiet", w("gone on with"))).out.strip()
    given = json.dumps({"intent": w("going on"), "impact": w("going on impact")}).encode()
    yield adds("reflect", "--from", from_, "--answers", "-", "--lang", "de", stdin=given, shows=True)


def _capture(w: World) -> Lines:
    yield adds("capture", w("captured"), "two", shows=True)
    yield adds("capture", "--on", "2026-11-20", stdin=w("piped in").encode(), shows=True)
    yield line("capture", w("captured dry"), "--dry-run", shows=True)


def _ask(w: World) -> Lines:
    person = w("entry person")
    words = ("ask", "last", "--of", person, "--dimension", "trust", "--toward", person, "--expect", "-1")
    w.run(line("edit", _entry(w), "--set", f"gap={w('asked')}"))
    yield adds(*words, shows=True)


def _impact(w: World) -> Lines:
    w.run(line("edit", _entry(w), "--set", f"gap={w('impact gap')}"))
    person = w("entry person")
    yield adds(
        *(
            "impact",
            "last",
            "--by",
            w("told by"),
            "--value",
            "-1",
            "--dimension",
            "trust",
            "--toward",
            person,
        ),
        *("--quote", w("quoted"), "--text", w("impact text")),
        shows=True,
    )
    yield adds(
        *("impact", "last", "--seen", "1", "--dimension", "clarity", "--toward", w("new line"), "--intended", "2"),
        shows=True,
    )  # fmt: skip
    w.run(
        line(
            "ask",
            "last",
            "--of",
            person,
            "--dimension",
            "trust",
            "--expect",
            "-1",
            "--output",
            w.fresh("form.txt"),
        )
    )
    form = (w.theirs / "form.txt").read_text("utf-8").replace("+3:\n", "+3:\n-1\n", 1)
    filled = w.file("filled.txt", form.replace("you like:\n", f"you like:\n{w('in the form')}\n", 1).encode())
    yield adds("impact", "last", "--by", person, "--form", filled, "--yes", shows=True)


def _filters(w: World) -> tuple[str, ...]:
    return (
        *("--person", w("entry person"), "--tag", w("entry tag"), "--contains", w("entry intent")),
        *("--not-person", w("no such person"), "--not-tag", w("no such tag")),
        *("--dimension", "trust", "--pack", "everything", "--sphere", "both", "--any"),
    )


def _list(w: World) -> Lines:
    for form in ("table", "plain", "json", "jsonl"):
        yield line("list", "all", "--format", form, shows=True)
    yield line("list", "2026", *_filters(w), "--state", "complete", shows=True)
    yield line("list", w("no period"), codes=(2,), shows=True)


def _show(w: World) -> Lines:
    for form in ("table", "plain", "json"):
        yield line("show", _entry(w), "--history", "--format", form, shows=True)
    yield line("show", w("no entry"), codes=(4,), shows=True)


def _edit(w: World) -> Lines:
    entry = _entry(w)
    yield adds(
        "edit", entry, "--set", f"gap={w('set gap')}", "--set", f"unsaid={w('set unsaid')}", shows=True
    )
    yield adds("edit", entry, "--person", f"{w('entry person')}={w('renamed')}", "--yes", shows=True)
    yield line("edit", entry, "--set", f"gap={w('edited dry')}", "--dry-run", shows=True)
    yield line("edit", entry, "--set", f"{w('no field')}=x", codes=(2,), shows=True)
    yield adds("edit", entry, "--on", "2026-11-20")
    _editor(w, f"s/{canary('set gap')}/{w('in the editor')}/")
    yield adds("edit", "last", shows=True)
    _editor(w, f"1i ## nothing of ours\\\n{w('no form')}")
    yield adds("edit", "last", codes=(2,), shows=True)
    yield adds("edit", "last", "--discard")


def _editor(w: World, script: str) -> None:
    """Let the editor of this world do what a script of sed says."""
    path = w.theirs / "editor"
    w.file("script", script.encode())
    path.write_text(f'#!/bin/sh\nsed -f "{w.theirs}/script" "$1" > "$1.new" && cat "$1.new" > "$1"\n')
    path.chmod(0o700)
    w._set("EDITOR", str(path))


def _delete(w: World) -> Lines:
    entry = _entry(w)
    yield adds("delete", entry, shows=True)
    yield adds("delete", entry, "--forever", "--yes", shows=True)


def _undo(w: World) -> Lines:
    w.run(line("edit", _entry(w), "--set", f"gap={w('undone')}"))
    yield adds("undo", shows=True)


def _gaps(w: World) -> Lines:
    for form in ("table", "plain", "md", "html", "json", "csv"):
        yield line("gaps", "2026", "--format", form, shows=True)
    yield line("gaps", "2026", "--by", "person", *_filters(w), shows=True)
    yield line("gaps", "2026", "--output", w.fresh("gaps.html"), "--fail-on", "backfired>=1", codes=(0, 5))
    yield line("gaps", "2026", "--fail-on", w("no condition"), codes=(2,), shows=True)


def _report(w: World) -> Lines:
    for form in ("table", "plain", "md", "html", "json", "csv"):
        yield line("report", "2026", "--format", form, shows=True)
    yield line("report", "2026", *_filters(w), shows=True)
    yield line("report", "2026", "--output", w.fresh("report.md"), "--fail-on", "backfired>=1", codes=(0, 5))
    yield adds("report", "2026", "--open")


def _export(w: World) -> Lines:
    yield line("export", shows=True)
    yield line("export", "2026", "--format", "csv", *_filters(w), "--state", "complete", shows=True)
    for name in ("mine.jsonl", "mine.csv", "mine.md", "folder"):
        form = ("--format", "md") if name == "folder" else ()
        yield line("export", "--include-unsaid", "--output", w.fresh(name), *form)


def _import(w: World) -> Lines:
    yield adds("import", w.file("journal.txt", f"[2026-11-20 09:00] {w('jrnl')} @{w('jrnl tag')}\n".encode()))
    day_one = {"entries": [{"uuid": "A" * 32, "creationDate": "2026-11-20T09:00:00Z", "text": w("day one")}]}
    yield adds("import", w.file("one.json", json.dumps(day_one).encode()))
    w.run(line("export", "--include-unsaid", "--output", w.fresh("ours.jsonl")))
    yield line("import", w.fresh("ours.jsonl"))
    data = (w.theirs / "ours.jsonl").read_bytes()
    yield line("import", "-", "--dry-run", stdin=data)
    wrong = data.replace(b'"revision": 1', f'"revision": "{w("no number")}"'.encode())
    yield line("import", "-", stdin=wrong, codes=(1, 2), shows=True)


def _config(_: World) -> Lines:
    yield line("config")
    yield adds("config", "focus", "clarity")
    yield adds("config", "day_ends", "03:00")


def _remind(w: World) -> Lines:
    yield line("remind", "--check", codes=(0, 1))
    yield line("remind", "--kind", "cron", "--on", "monday", "--at", "8:00", "report", "last-week")
    yield line("remind", "--kind", "systemd")


def _demo(_: World) -> Lines:
    yield line("demo")
    yield line("demo", "--keep", "demo")


def _schema(_: World) -> Lines:
    yield line("schema", "mefirst.entry/1", codes=(0, 2, 4))


def _pack_try(w: World) -> Lines:
    given = w.file("tried.json", everything(w, "tried"))
    yield line("pack", "try", "everything", "--answers", given, "--lang", "en", shows=True)


def _runs(*words: str, writes: bool = False) -> Callable[[World], Lines]:
    def lines(w: World) -> Lines:
        yield Line(tuple(one.replace("THEIRS", str(w.theirs)) for one in words), writes=writes)

    return lines


def _pack_new(w: World) -> Lines:
    asks = w.file("questions.txt", b"What did you mean?\nWhat came back?\n")
    yield line("pack", "new", "begun", "--from", asks, "--intent", "1", "--impact", "2", "--lang", "en")


def _pack_add(w: World) -> Lines:
    yield line("pack", "add", str(w.theirs / "everything"), "--expect", "no such four words", codes=(1, 2))
    yield line("pack", "add", str(w.theirs / "everything"), "--ref", w("ref"), codes=(1, 2))
    w.run(line("pack", "remove", "everything", "--yes"))
    yield adds("pack", "add", str(w.theirs / "everything"), "--yes")


def _rekey(w: World) -> Lines:
    yield adds("journal", "rekey", "--yes")
    yield adds("journal", "rekey", "--yes", "--passphrase-command", _another(w))


def _another(w: World) -> str:
    w.secrets["new passphrase"] = "another horse another battery"
    return f"cat {w.file('new', b'another horse another battery')}"


def _backup(_: World) -> Lines:
    yield adds("journal", "backup", "~/b.zip")


def _restore(w: World) -> Lines:
    zipped = w.fresh("c.zip")
    w.run(line("journal", "backup", zipped))
    next((w.home / "journals" / "default").rglob("entries/**/*.age")).unlink()
    yield adds("journal", "restore", zipped)
    yield adds("journal", "restore", zipped, "--journal", "another")


def _check(w: World) -> Lines:
    yield line("journal", "check")
    (path, other) = sorted((w.home / "journals" / "default").rglob("entries/**/*.age"))[:2]
    path.rename(path.with_name("copy of it.json.age"))
    other.write_bytes(other.read_bytes()[:-3])
    yield adds("journal", "check", "--repair", codes=(0, 1, 3))


def _init(w: World) -> Lines:
    yield adds(
        *("journal", "init", "work", "--encrypt", "--yes", "--passphrase-command", _another(w)),
        *("--path", "~/elsewhere"),
    )


def _encrypt(w: World) -> Lines:
    w.run(line("journal", "decrypt", "--yes"))
    yield adds("journal", "encrypt", "--yes", "--passphrase-command", _another(w))


def _passwd(w: World) -> Lines:
    yield adds("journal", "passwd", "--passphrase-command", _another(w))


def _parts(w: World, about: str) -> tuple[str, ...]:
    """Return every part of a promise that takes words, each as an option."""
    names = ("--if", "--then", "--obstacle", "--if-obstacle", "--witness", "--title")
    return tuple(word for name in names for word in (name, w(f"{about} {name}")))


def _promise(w: World) -> str:
    ran = w.run(line("commitment", "add", "--quiet", *_parts(w, "promise")))
    return ran.out.strip()


def _commitment_add(w: World) -> Lines:
    more = ("--due", "tomorrow", "--repeat", "daily", "--kind", "experiment", "--from", _entry(w))
    yield adds("commitment", "add", *_parts(w, "added"), *more, shows=True)
    yield adds("commitment", "add", w("a plain promise"), shows=True)


def _commitment_change(w: World) -> Lines:
    more = ("--due", "tomorrow", "--repeat", "weekly", "--yes")
    yield adds("commitment", "change", _promise(w), *_parts(w, "changed"), *more, shows=True)
    yield adds("commitment", "change", _promise(w), "--do", w("in a sentence"), "--yes", shows=True)
    yield adds("commitment", "change", _promise(w), "--dropped", "--reason", w("the reason"), shows=True)


def _commitment_log(w: World) -> Lines:
    promise = _promise(w)
    yield adds("commitment", "log", promise, "--did", "--note", w("logged"), "--on", "2026-11-23", shows=True)


def _commitment_list(_: World) -> Lines:
    yield line("commitment", "list", "--all", "--status", "open", "--kind", "do", shows=True)
    for form in ("table", "plain", "json", "jsonl"):
        yield line("commitment", "list", "--all", "--format", form, shows=True)


def _commitment_next(w: World) -> Lines:
    begun = json.dumps({"who": w("wronged"), "what_i_did": w("did")}).encode()
    cleanup = w.run(line("reflect", "cleanup", "--answers", "-", "--quiet", stdin=begun)).out.strip()
    names = ("--own-it", "--ask-impact", "--repair-offer", "--note")
    typed = (word for name in names for word in (name, w(f"next {name}")))
    yield adds("commitment", "next", cleanup, "--step", "planned", *typed, "--on", "2026-11-23", shows=True)


def _partner_add(w: World) -> Lines:
    yield adds(
        *(
            "partner",
            "add",
            w("partner"),
            "--role",
            "coach",
            "--until",
            "2027-11-23",
            "--keep",
            "30",
        ),
        *("--name", f"{w('entry person')}={w('lasting name')}", "--forbid", w("forbidden")),
        *("--with", "entries.intent", "--without", "reports"),
        shows=True,
    )


def _partner_change(w: World) -> Lines:
    w.run(next(_partner_add(w)))
    yield adds(
        *(
            "partner",
            "change",
            w("partner"),
            "--role",
            "peer",
            "--until",
            "2027-11-20",
            "--keep",
            "20",
            "--yes",
        ),
        *("--name", f"{w('entry person')}={w('another lasting name')}", "--forbid", w("forbidden, too")),
        *("--with", "entries.impact", "--without", "reports"),
        shows=True,
    )


def _partner_looks(*words: str) -> Callable[[World], Lines]:
    def lines(w: World) -> Lines:
        alias, _ = _paired(w)
        w.run(line(*_share(w, alias)))
        named = () if words == ("list",) else (alias,)
        for form in ("table", "plain", "json"):
            yield line("partner", *words[:1], *named, *words[1:], "--format", form, shows=True)

    return lines


def _paired(w: World) -> tuple[str, Person]:
    """Exchange keys with a partner who lives in the folder that is theirs."""
    out = w.theirs / "out"
    out.mkdir(exist_ok=True)
    w.run(next(_partner_add(w)))
    leader = Person.__new__(Person)
    leader.home, leader.other, leader.out = w.home, w("partner"), out
    coach = Person(w.theirs / "coach", "Ada", "leader")
    words, theirs = exchanged(leader, coach)
    for one, said in ((leader, theirs), (coach, words)):
        assert one.says("partner", "pair", one.other, "--words", said).code == 0
    return leader.other, coach


def _share(w: World, alias: str) -> tuple[str, ...]:
    out = str(w.theirs / "out")
    return (
        "share",
        alias,
        "2026",
        "--all",
        "--with",
        "intent,impact",
        "--replace-names",
        "--yes",
        "--output",
        out,
    )


def _pair(w: World) -> Lines:
    alias, _ = _paired(w)
    yield adds("partner", "pair", alias, "--again", "--yes", "--output", str(w.theirs / "out"), shows=True)
    yield line("partner", "pair", alias, "--words", w("no such words"), codes=(1, 2), shows=True)


def _share_runs(w: World) -> Lines:
    alias, _ = _paired(w)
    yield adds(*_share(w, alias), shows=True)
    for form in ("md", "html"):
        yield line(*_share(w, alias)[:-1], w.fresh(f"share.{form}"), "--format", form, shows=True)
    yield line("share", alias, "2026", "--entry", _entry(w), "--dry-run", "--format", "json", shows=True)


def _receive(w: World) -> Lines:
    _, coach = _paired(w)
    path = coach.shares(w("what a coach says").replace(" ", ""))
    yield adds("receive", str(path), "--yes", shows=True)
    unknown = w.file("unknown.age", w("no file of ours").encode())
    yield line("receive", unknown, "--from", w("no partner"), codes=(1, 2, 4), shows=True)


def _replied(w: World) -> str:
    """Share everything with a partner and take in what they reply; return their alias."""
    alias, coach = _paired(w)
    before = set((w.theirs / "out").iterdir())
    w.run(line(*_share(w, alias)))
    (share,) = set((w.theirs / "out").iterdir()) - before
    assert coach.receives(share).code == 0
    moments = coach.log()[-1].document()["content"]["moments"]
    ref = next(one["ref"] for one in moments if one.get("lines"))
    given = ("--well", w("replied well"), "--about", "belief", "--question", w("their question"))
    heard = ("--impact", f"{ref}=-1@{w('heard by')}", "--next-on", "14")
    reply = coach.writes("partner", "reply", coach.other, "--yes", *given, *heard)
    w.run(line("receive", str(reply), "--yes"))
    return alias


def _accept(w: World) -> Lines:
    alias = _replied(w)
    who = f"{w('heard by')}={w('taken over as')}"
    yield adds("partner", "accept", alias, "--take", "1", "--who", who, "--yes", shows=True)
    yield line("partner", "accept", alias, "--take", "date", "--yes", shows=True, codes=(0, 1, 2))


def _answer(w: World) -> Lines:
    alias = _replied(w)
    yield adds("partner", "answer", alias, "--text", w("my answer"), "--moved", "2", shows=True)


def _meet(w: World) -> Lines:
    alias = _replied(w)
    given = {name: w(f"talk {name}") for name in ("promised", "came", "well", "impact", "challenge", "next")}
    heard = ("--impact", f"{_entry(w)}.trust=-1@{w('heard in a talk')}")
    yield adds(
        *(
            "partner",
            "meet",
            alias,
            "--answers",
            "-",
            "--set",
            f"answer={w('set in a talk')}",
            "--on",
            "today",
            "--pack",
            "checkin",
            "--lang",
            "de",
            *heard,
        ),
        stdin=json.dumps(given).encode(),
        shows=True,
    )


def _reply(w: World) -> Lines:
    """Be the coach of somebody, who lives in the folder that is theirs."""
    out = w.theirs / "out"
    out.mkdir(exist_ok=True)
    w.run(line("partner", "add", w("leader"), "--role", "leader"))
    coach = Person.__new__(Person)
    coach.home, coach.other, coach.out = w.home, w("leader"), out
    leader = Person(w.theirs / "leader", "coach", "coach")
    words, theirs = exchanged(leader, coach)
    for one, said in ((leader, theirs), (coach, words)):
        assert one.says("partner", "pair", one.other, "--words", said).code == 0
    w.run(line("receive", str(leader.shares(w("what a leader says"))), "--yes"))
    given = (
        "--well",
        w("done well"),
        "--about",
        "decision",
        "--question",
        w("my question"),
        "--next-on",
        "14",
    )
    yield adds("partner", "reply", coach.other, "--yes", "--output", str(out), *given, shows=True)
    nobody = ("--impact", f"nosuchref0=-1@{w('nobody')}")
    yield line(
        "partner", "reply", coach.other, "--yes", "--output", str(out), *nobody, codes=(1, 2, 4), shows=True
    )


def _end(w: World) -> Lines:
    alias, _ = _paired(w)
    yield adds("partner", "end", alias, "--yes", shows=True)


def _entry(w: World) -> str:
    """Return the entry that holds everything."""
    found = w.run(line("list", "all", "--contains", canary("entry intent"), "--format", "json")).json
    return str(found["entries"][0]["id"])


RUNS: Mapping[str, Callable[[World], Lines]] = {
    "": _today, "reflect": _reflect, "capture": _capture, "ask": _ask, "impact": _impact, "list": _list, "show": _show,
    "edit": _edit, "delete": _delete, "undo": _undo, "gaps": _gaps, "report": _report, "export": _export,
    "commitment add": _commitment_add, "commitment change": _commitment_change, "commitment log": _commitment_log,
    "commitment list": _commitment_list, "commitment next": _commitment_next,
    "share": _share_runs, "receive": _receive, "partner add": _partner_add, "partner change": _partner_change,
    "partner pair": _pair, "partner list": _partner_looks("list"),
    "partner show": _partner_looks("show", "--agreement"),
    "partner log": _partner_looks("log", "--content", "1"), "partner end": _end,
    "partner accept": _accept, "partner answer": _answer, "partner meet": _meet, "partner reply": _reply,
    "import": _import, "config": _config, "remind": _remind, "demo": _demo, "schema": _schema,
    "pack list": _runs("pack", "list"), "pack show": _runs("pack", "show", "everything"), "pack try": _pack_try,
    "pack check": _runs("pack", "check", "THEIRS/everything", "--against", "THEIRS/everything"),
    "pack new": _pack_new, "pack translate": _runs("pack", "translate", "THEIRS/everything", "de"),
    "pack add": _pack_add, "pack remove": _runs("pack", "remove", "everything", "--yes", writes=True),
    "pack export": _runs("pack", "export", "everything", "THEIRS/e.yaml", "--yes"),
    "journal init": _init, "journal list": _runs("journal", "list"), "journal path": _runs("journal", "path"),
    "journal check": _check, "journal backup": _backup, "journal restore": _restore, "journal encrypt": _encrypt,
    "journal decrypt": _runs("journal", "decrypt", "--yes", writes=True), "journal passwd": _passwd,
    "journal rekey": _rekey,
}  # fmt: skip
"""What is run of each command, by its name."""

OPENS = {"journal encrypt", "journal decrypt"}
"""The commands on whose way the words lie open, as they were or are to be; only secrets are looked for then."""

GIVES_KEY = {"journal init", "journal encrypt", "journal rekey"}
"""The commands that show the recovery key."""


@cache
def _filled() -> "tuple[TemporaryDirectory[str], set[str], dict[str, str]]":
    """Return a folder with a filled home and what is theirs, made once: `fill` takes longer than a copy."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    theirs = Path(folder.name, "theirs")
    with pytest.MonkeyPatch.context() as monkeypatch:
        theirs.mkdir()
        made = World(Path(folder.name, "home"), theirs, monkeypatch.setenv)
        sealing.unlocking(theirs, monkeypatch)
        fill(made)
    return folder, made.places, made.secrets


@contextlib.contextmanager
def world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Yield an encrypted journal with a record of every kind, each word of which is a canary, in a new folder."""
    before, here = tempfile.tempdir, Path.cwd()
    try:
        sealing.cheap(monkeypatch)
        made, places, secrets = _filled()
        shutil.copytree(made.name, folder, dirs_exist_ok=True)
        found = World(folder / "home", folder / "theirs", monkeypatch.setenv)
        found.places |= places
        found.secrets |= secrets
        sealing.unlocking(found.theirs, monkeypatch)
        monkeypatch.setenv("BROWSER", "true")
        yield found
    finally:
        tempfile.tempdir = before
        os.chdir(here)


def main() -> int:
    """Kill each command that writes at every call it makes; print what was found after which; 1 for any."""
    chosen = sys.argv[1:] or [name for name in RUNS if name not in OPENS]
    problems = []
    print("| command | killed | found |\n|---|--:|--:|")
    for name in chosen:
        with (
            TemporaryDirectory() as folder,
            pytest.MonkeyPatch.context() as monkeypatch,
            world(Path(folder), monkeypatch) as made,
        ):
            found = list(made.killed(RUNS[name]))
            if made.kills_made:
                print(f"| {name} | {made.kills_made} | {len(found)} |", flush=True)
            problems += [f"{name}: {one}" for one in found]
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
