"""Sessions in German: chosen by the environment, in every word, and kept as in any other language."""

from pathlib import Path
from typing import Any

import pytest

from mefirst.journal.store import Journal
from mefirst.model.commitment import Commitment
from mefirst.model.entry import Entry
from real_terminal import ENOUGH, ENTER, STOP, Terminal, terminal
from running import mefirst

GERMAN: dict[str, Any] = {"LC_ALL": "", "LANG": "de_DE.UTF-8"}


def opened(home: Path) -> Journal:
    return Journal.open("default", home / "journals" / "default", home / "state")


def the_entry(home: Path) -> Entry:
    (entry,) = opened(home).read(Entry).records
    return entry


def up_to_effect(session: Terminal, enter: str) -> None:
    session.answer("wirkt noch nach?", "Die Sitzung", enter)
    session.answer("Wohin gehört dieser Moment?", enter)
    session.answer("Wer war dabei?", "Lea", enter)
    session.answer("Wenn eine Kamera mitgelaufen wäre", enter)
    session.answer("Was hast du dir davon erhofft?", "ihr den Rücken stärken", enter)
    session.answer("Und was hat noch an dir gezogen?", enter)
    session.answer("Was kam zu dir zurück?", "Schweigen", enter)


def check(home: Path) -> None:
    """Check that values are kept, not labels, and the wording that was shown."""
    entry = the_entry(home)
    assert (entry.situation, entry.sphere, entry.people) == ("Die Sitzung", "professional", ("Lea",))
    (effect,) = entry.effects
    assert (effect.dimension, effect.toward, effect.intended, effect.seen) == ("trust", "Lea", 2, -2)
    assert entry.asked["intent"] == "Kurz davor: Was hast du dir davon erhofft?"


@pytest.mark.parametrize("columns", [80, 50])
def test_a_whole_reflection_in_german(home: Path, columns: int) -> None:
    """From the welcome to what was saved: keys, labels of the scale, evidence, refusals, the verdict, the promise."""
    with terminal("reflect", columns=columns, **GERMAN) as session:
        session.see("Bis zu elf kurze Fragen, etwa fünf Minuten. Zwei brauchen eine Antwort.")
        session.see("Ctrl+D: genug für heute, speichern")
        session.see("keine Therapie")
        up_to_effect(session, ENTER)
        session.answer("Was liegt zwischen Absicht und Wirkung?", "2")
        session.see("Zahl oder Pfeiltasten, Enter geht weiter")
        session.type(ENTER)
        session.see("> Vertrauen: sich auf mich und aufeinander verlassen")
        session.answer("Wem gegenüber?", ENTER)
        session.answer("Vertrauen: Was wolltest du da bewirken?", "2")
        session.see("+2 deutlich gestärkt")
        session.type(ENTER)
        session.see("Und was kam an, soweit du es sagen kannst?")
        session.see("nichts gewählt: Enter heißt „weiß nicht“")
        session.type("-", "2")
        session.see("−2 deutlich geschwächt")
        session.type(ENTER)
        session.answer("Woher weißt du das?", "2", ENTER)
        session.see("> Etwas, das ich gesehen oder gehört habe")
        session.answer("Noch etwas?", ENTER)
        session.answer("Du hast geschrieben: „ihr den Rücken stärken“.", ENTER)
        session.answer("Womit hast du heute dazu beigetragen", ENTER)
        session.answer("Wenn … (woran merkst du", "sie zögert", ENTER)
        session.answer("… dann werde ich …", ENTER)
        session.see("Hier braucht es eine Antwort.")
        session.type("drei Atemzüge warten", ENTER)
        session.answer("Bis wann?", "morgen", ENTER)
        session.see(
            "gewollt +2, angekommen −2. Gewollt war mehr Vertrauen, angekommen ist weniger (deine Einschätzung)"
        )
        session.see("wenn sie zögert, drei Atemzüge warten, fällig morgen")
        session.see("Fragen lohnt sich: mefirst ask")
        assert session.ended() == 0
        assert all(len(line) <= columns for line in session.text().splitlines())
    check(home)
    (promise,) = opened(home).read(Commitment).records
    assert (promise.cue, promise.response) == ("sie zögert", "drei Atemzüge warten")


def test_the_same_in_lines(home: Path) -> None:
    """LANGUAGE names French first, which nobody speaks here; points of the scale are read out, and read as typed."""
    with terminal(
        "reflect", "--plain", columns=200, LC_ALL="", LANG="fr_FR.UTF-8", LANGUAGE="fr:de"
    ) as session:
        session.see("/done: genug für heute")
        session.see("Frage 1 von 11.")
        up_to_effect(session, "\n")
        session.answer("2. Vertrauen: sich auf mich und aufeinander verlassen", "zwölf\n")
        session.see("Tipp eine Zahl von 1 bis 8.")
        session.type("2\n")
        session.see("Enter behält: Lea.")
        session.type("\n")
        session.see("minus zwei, deutlich geschwächt")
        session.answer("Tipp eine Zahl von minus drei bis plus drei.", "plus zwei\n")
        session.answer("Und was kam an", "minus zwei\n")
        session.answer("2. Etwas, das ich gesehen oder gehört habe", "2\n")
        session.answer("Noch etwas?", "/done\n")
        session.see("Gewollt war mehr Vertrauen, angekommen ist weniger")
        assert session.ended() == 0
    check(home)


def test_a_session_goes_on_in_the_language_it_began_in(home: Path) -> None:
    with terminal("reflect", "--lang", "de") as session:
        session.answer("wirkt noch nach?", "Die Sitzung", ENTER)
        session.answer("Wohin gehört dieser Moment?", STOP)
        session.see("macht bei Frage 2 von 11 weiter. Angehalten.")
        assert session.ended() == 130
    with terminal("reflect", **GERMAN) as session:
        session.see("Ein Entwurf wartet:")
        session.see("Frage 2 von 11, „Ein Moment, heute“, begonnen heute")
        session.answer("2 Neu beginnen, den Entwurf behalten", STOP)
        session.ended()
    with terminal("reflect", "--resume") as session:
        session.see("Weiter geht es bei Frage 2 von 11.")
        session.answer("Wohin gehört dieser Moment?", ENOUGH)
        session.see("Zum Speichern fehlt noch: '")
        session.answer("erhofft?", "Ruhe", ENTER)
        session.see("Was ankam, ist noch offen.")
        assert session.ended() == 0
    assert the_entry(home).intent == "Ruhe"


STALE = """\
mefirst_translation: 1
pack: small
language: de
texts:
  - {at: title, from: A small one, to: Ein kleines}
  - {at: moment.ask, from: "Which moment?", to: "Welcher Moment?"}
  - {at: hope.ask, from: "What was the plan?", to: "Was war der Plan?"}
  - {at: told.ask, from: "Have you said so?", to: "Hast du es gesagt?"}
  - {at: back.ask, from: "You said: {told}. What came back?", to: "Du sagtest: {told}. Was kam zurück?"}
"""
SMALL = """\
mefirst_pack: 1
id: small
version: 1.0.0
title: A small one
for: entry
questions:
  - {id: moment, type: short, ask: "Which moment?", fills: situation, required: yes}
  - {id: hope, type: long, ask: "What did you hope for?", fills: intent, required: yes}
  - {id: told, type: yes_no, ask: "Have you said so?", required: yes}
  - {id: back, type: long, ask: "You said: {told}. What came back?", fills: impact}
"""


def test_a_stale_text_falls_back_alone_and_is_reported(home: Path, tmp_path: Path) -> None:
    """What the pack says now stands there in its own language, the rest in German; yes and no are ja and nein."""
    folder = tmp_path / "small"
    (folder / "lang").mkdir(parents=True)
    (folder / "pack.yaml").write_text(SMALL, "utf-8")
    (folder / "lang" / "de.yaml").write_text(STALE, "utf-8")
    checked = mefirst("pack", "check", str(folder))
    assert checked.code == 0
    (told,) = [line for line in checked.out.splitlines() if line.startswith("lang/de.yaml")]
    assert told.startswith(
        "lang/de.yaml:7:10  P510  'hope.ask' translates \"What was the plan?\"; the pack now says"
    )
    assert told.endswith("(a warning)")
    with terminal("reflect", str(folder), "--plain", **GERMAN) as session:
        session.answer("Frage 1 von 4. Welcher Moment?", "Die Sitzung\n")
        session.answer("Frage 2 von 4. What did you hope for?", "Ruhe\n")
        session.answer("Frage 3 von 4. Hast du es gesagt? Tipp ja oder nein.", "vielleicht\n")
        session.answer("Hier wird ja oder nein erwartet.", "J\n")
        session.answer("Frage 4 von 4. Du sagtest: ja. Was kam zurück?", "/done\n")
        session.see("Gespeichert")
        assert session.ended() == 0
    assert the_entry(home).extra["told"].answer is True
