"""Getting the words back without mefirst: by the commands in the documents, with the printed key or the passphrase."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pexpect
import pytest

from mefirst.journal.check import check
from mefirst.journal.store import Journal
from mefirst.model.entry import Entry
from mefirst.vault import slots
from running import NOW, mefirst, tree
from samples import DAY, RECORDED, entry, nth_id
from sealing import PASSPHRASE, cheap, unlocking

DOCS = Path(__file__).parents[2] / "docs"
ENTRIES = 1000
WORDS = "what was never told anyone: ü 漢字 \u2028\n\ttwo\r\nlines"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a shell")


def fenced(document: str, marker: str) -> str:
    """The code block below a marker."""
    text = (DOCS / document).read_text("utf-8")
    found = re.search(rf"<!-- {re.escape(marker)}[^>]*-->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found, marker
    return found[1]


def written(journal: Journal, many: int) -> None:
    """Write entries over three years, every tenth changed once, one in the trash, one deleted for good."""
    for number in range(many):
        day = DAY - timedelta(days=number)
        journal.add(
            entry(nth_id(number, day), recorded_at=RECORDED, situation=f"{WORDS} {number}", unsaid=WORDS)
        )
        if number % 10 == 0:
            journal.change(Entry, nth_id(number, day), lambda one: one.changed(gap=WORDS))


def recovered(key: str, user: Path) -> tuple[Path, "subprocess.CompletedProcess[bytes]"]:
    """Run the commands of the page in the home of a user who types the key."""
    ran = subprocess.run(
        ["sh", "-c", fenced("privacy.md", "recover.sh")],
        input=f"{key}\n".encode(), env={"HOME": str(user), "PATH": "/usr/bin:/bin"}, capture_output=True, check=False,
    )  # fmt: skip
    return user / "recovered", ran


@pytest.fixture
def user(home: Path, tmp_path: Path) -> Path:
    """A user whose journals lie where Linux keeps them."""
    user = tmp_path / "user"
    place = user / ".local" / "share"
    place.mkdir(parents=True)
    (place / "mefirst").symlink_to(home)
    return user


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_a_thousand_entries_by_age_and_the_paper(
    journal: Journal, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's age, a shell and the printed key: byte for byte what was there before, and what was added since."""
    cheap(monkeypatch)
    unlocking(tmp_path, monkeypatch)
    written(journal, ENTRIES)
    before = tree(journal.root)
    ran = mefirst("journal", "encrypt", "--yes", "--now", NOW)
    assert ran.code == 0, ran.err
    assert not any(WORDS.encode()[:20] in (data or b"") for data in tree(journal.root).values())
    assert mefirst("capture", WORDS, "--now", NOW).code == 0
    assert mefirst("edit", "last", "--set", "gap=mine", "--now", NOW).code == 0
    key = ran.out.strip()
    folder, recovery = recovered(f"{key[:20]} {key[20:40].lower()}\n{key[40:]}", user)
    assert (recovery.returncode, recovery.stdout, recovery.stderr) == (0, b"", b"")
    after = tree(folder)
    kept = {name: data for name, data in before.items() if not name.startswith(".mefirst")}
    assert {name: data for name, data in after.items() if name in kept} == kept
    added = sorted(set(after) - set(kept))
    first, second = (after[name] for name in added)
    assert first is not None
    assert second is not None
    assert json.loads(second)["parents"] == [hashlib.sha256(first).hexdigest()]
    assert exported(tmp_path / "mine.jsonl") == {
        name: json.loads(data) for name, data in after.items() if data and name.startswith("entries/")
    }


def exported(file: Path) -> dict[str, object]:
    """Return what an export says the journal holds: each record by the name its file has without encryption."""
    assert mefirst("export", "--include-unsaid", "--output", str(file), "--now", NOW).code == 0
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()][1:]
    return {line["file"]: line["record"] for line in lines}


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_what_comes_out_is_a_journal(
    journal: Journal, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads as before, and nothing is wrong with it; a wrong key names each file that it does not open."""
    cheap(monkeypatch)
    unlocking(tmp_path, monkeypatch)
    written(journal, 3)
    ran = mefirst("journal", "encrypt", "--yes", "--now", NOW)
    folder, _ = recovered(ran.out.strip(), user)
    plain = Journal.open("recovered", folder, tmp_path / "state")
    assert len(plain.read(Entry).records) == 3
    assert check(plain).findings == ()
    shutil.rmtree(folder)
    folder, recovery = recovered(PASSPHRASE, user)
    assert recovery.stdout.count(b"not opened: ./entries/") == len(list(journal.root.rglob("*.age")))
    assert [name for name, data in tree(folder).items() if data is not None] == ["format.json"]


def test_the_passphrase_opens_its_slot_without_us(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script in the manual gets the recovery key out of keys/passphrase.json."""
    unlocking(tmp_path, monkeypatch)
    ran = mefirst("journal", "encrypt", "--yes", "--now", NOW)
    slot = slots.path(journal, slots.PASSPHRASE)
    opened = subprocess.run(
        [sys.executable, "-I", "-c", fenced("journal.md", "slot.py"), str(slot)],
        input=f"{PASSPHRASE}\n", capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (opened.stdout.split()[-1], opened.stderr) == (ran.out.strip(), "")


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_pasted_whole_into_a_terminal(
    journal: Journal, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shell that takes what is pasted line by line the commands are not taken for the key."""
    cheap(monkeypatch)
    unlocking(tmp_path, monkeypatch)
    written(journal, 2)
    key = mefirst("journal", "encrypt", "--yes", "--now", NOW).out.strip()
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "--noediting", "-i"],
        env={"HOME": str(user), "PATH": "/usr/bin:/bin", "TERM": "dumb"}, timeout=60, echo=False,
    )  # fmt: skip
    shell.delaybeforesend = None
    shell.send(fenced("privacy.md", "recover.sh") + f"{key}\n\x04exit\n")
    shell.expect(pexpect.EOF)
    shell.close()
    plain = Journal.open("recovered", user / "recovered", tmp_path / "state")
    assert len(plain.read(Entry).records) == 2
