"""A crash with an editor open: what was typed is taken up at the next start, as a draft of what it belongs to."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editors import Editors
from mefirst.cli.context import Context
from mefirst.cli.leftovers import take_up
from mefirst.cli.pending import newest_draft
from mefirst.cli.sessions import begin
from mefirst.interview.interview import Interview
from mefirst.packs.library import Library
from mefirst.packs.reader import read_pack
from mefirst.terminal import leftovers
from running import NOW, drafts, environment, mefirst, reflected, shown, tree

pytestmark = [
    pytest.mark.usefixtures("sealing"),
    pytest.mark.skipif(sys.platform == "win32", reason="the editors of these tests are shell scripts"),
]


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in memory of this test's own."""
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def abandoned(memory: Path) -> bool:
    return any(one.folder.parent == memory for one in leftovers.leftovers())


def left(memory: Path, text: str, **about: object) -> Path:
    """Leave what a crash leaves."""
    folder = memory / f"{leftovers.PREFIX}x"
    folder.mkdir(mode=0o700)
    (folder / leftovers.LOCK).touch()
    (folder / leftovers.TEXT).write_text(text)
    context = Context(NOW)
    whole = {**context.about(journal=context.open_journal("default").key), **about}
    (folder / leftovers.ABOUT).write_text(json.dumps(whole))
    return folder


def test_an_entry_being_edited_when_all_stopped_goes_on(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed outright: as long as the editor lives the text is its own, then it is the entry's draft."""
    record_id = reflected()
    seen = tmp_path / "seen"
    editor = Editors(tmp_path, monkeypatch)
    editor.does(
        f'sed -i "s/her hands/their hands/" "$1"; echo $$ > "{seen}.new"; mv "{seen}.new" "{seen}"; exec sleep 30'
    )
    run = subprocess.Popen([sys.executable, "-m", "mefirst", "edit", "last", "--now", NOW], env=environment())
    deadline = time.monotonic() + 20
    while not seen.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    run.kill()
    run.wait()
    assert not abandoned(memory)
    os.kill(int(seen.read_text()), signal.SIGKILL)
    while not abandoned(memory) and time.monotonic() < deadline:
        time.sleep(0.01)
    handle = record_id[9:15]
    said = f"A text from an editor that was interrupted is kept: mefirst edit {handle} goes on with it.\n"
    assert mefirst("--now", NOW).err == said
    assert list(memory.iterdir()) == []
    assert mefirst("--now", NOW).err == ""
    editor.does("true")
    assert mefirst("edit", handle, "--now", NOW).code == 0
    assert shown(record_id)["situation"] == "I took the numbers out of their hands"


def test_an_answer_being_written_stands_in_its_field_again(home: Path, memory: Path) -> None:
    """Of the draft of its session, which is otherwise as it was."""
    reflected()
    context = Context(NOW)
    journal = context.open_journal("default")
    loaded = read_pack(Library.standard().files("daily")["pack.yaml"])
    interview = Interview(loaded.pack, context.today)
    session = begin(context, journal, loaded, interview, None)
    while (step := interview.step()) and step.question.id != "intent":
        interview.reply("a word" if step.field.required else None)
    session._keep()
    before = interview.state()
    left(memory, "my long intent", draft=session.draft.id)
    take_up(context, journal)
    pending = newest_draft(context, journal)
    assert pending is not None
    step = pending.interview.step()
    assert step is not None
    assert (step.question.id, step.previous) == ("intent", "my long intent")
    assert pending.interview.answers == before["answers"]
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"draft": "20261123-0000000000"},
        {"journal": None},
        {"entry": "../x", "heads": []},
        {"entry": "20261123-0000000000", "heads": []},
    ],
)
def test_a_text_that_belongs_to_nothing_any_more_is_a_file(
    home: Path, memory: Path, about: dict[str, object], *, sealing: bool
) -> None:
    """Where the journal is sealed it is a moment of it: no file holds plain words."""
    reflected()
    left(memory, "my words", **about)
    ran = mefirst("--now", NOW)
    kept = ran.err.removeprefix("A text from an editor that was interrupted is kept: ").strip()
    if sealing:
        assert shown(kept.removeprefix("noted as ").removesuffix("."))["situation"] == "my words"
        assert not any(data and b"my words" in data for data in tree(home).values())
    else:
        assert Path(kept).read_text() == "my words\n"
        assert Path(kept).stat().st_mode & 0o077 == 0
    assert list(memory.iterdir()) == []
    assert drafts(home) == []


@pytest.mark.parametrize("about", [{"journal": "another"}, {"state": "/elsewhere"}])
def test_what_belongs_elsewhere_is_left_alone(home: Path, memory: Path, about: dict[str, object]) -> None:
    reflected()
    folder = left(memory, "my words", **about)
    assert mefirst("--now", NOW).err == ""
    assert folder.exists()


@pytest.mark.parametrize("text", ["", "as it was"])
def test_a_text_that_was_not_changed_just_goes(home: Path, memory: Path, text: str) -> None:
    reflected()
    left(memory, text, before=leftovers.digest("as it was"))
    assert mefirst("--now", NOW).err == ""
    assert list(memory.iterdir()) == []


def test_what_cannot_be_kept_stays_where_it_is(home: Path, memory: Path) -> None:
    reflected()
    folder = left(memory, "my words")
    (state,) = (home / "state").iterdir()
    (state / "texts").write_text("mine")
    temporary = home / "journals" / "default" / ".mefirst" / "tmp"
    temporary.rmdir()
    temporary.write_text("mine")
    ran = mefirst("--now", NOW)
    assert (ran.code, str(folder) in ran.err) == (0, True)
    assert (folder / leftovers.TEXT).read_text() == "my words"
