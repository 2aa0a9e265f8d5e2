"""`mefirst journal`: where it is, whether all is well, backups; exit codes that a script can rely on."""

import zipfile
from pathlib import Path

import pytest

from mefirst.cli.context import Context
from running import NOW, Ran, lay_out_sample, mefirst, noted, records, reflected, tree
from sealing import begun, rewrite

pytestmark = pytest.mark.usefixtures("sealing")


def run(*words: str) -> Ran:
    return mefirst("journal", *words, "--now", NOW)


def first_file(home: Path) -> Path:
    return min((home / "journals" / "default" / "entries").rglob("*.json*"))


# ---- where


def test_a_journal_is_begun_elsewhere_and_used_by_its_name(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "synced" / "work"
    ran = run("init", "work", "--path", str(folder))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[0] == f"Begun: the journal work, in {folder}"
    record_id = noted("at work", "--journal", "work")
    assert list(folder.rglob(f"{record_id}.1-*"))
    assert not (home / "journals").exists()
    assert run("path", "--journal", "work").out == f"{folder}\n"
    assert "at work" in mefirst("list", "--journal", "work", "--now", NOW).out
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_journals_are_listed_with_their_places(home: Path, tmp_path: Path) -> None:
    assert run("list").out == "No journal yet. mefirst reflect begins one.\n"
    noted("x")
    run("init", "second")
    run("init", "work", "--path", str(tmp_path / "work"))
    (tmp_path / "work" / "format.json").write_text("{")
    names = [line.split("  ") for line in run("list").out.splitlines()]
    assert [name[:2] for name in names[:2]] == [["default", "1 moment"], ["second", "0 moments"]]
    assert names[2][0] == "work"
    assert "damaged" in names[2][1]
    found = run("list", "--format", "json").json
    assert found["schema"] == "mefirst.journals/1"
    assert [(one["name"], one["entries"]) for one in found["journals"]] == [
        ("default", 1),
        ("second", 0),
        ("work", None),
    ]


def test_a_journal_that_is_there_already_is_opened_and_never_mixed(home: Path, tmp_path: Path) -> None:
    """That of another device, synced; a folder of other things is refused; so is a name that is taken."""
    run("init", "work", "--path", str(tmp_path / "work"))
    key = Context(NOW).open_journal("work").key
    ran = run("init", "again", "--path", str(tmp_path / "work"))
    assert (ran.code, ran.err.startswith("Opened: the journal again")) == (0, True)
    assert Context(NOW).open_journal("again").key == key
    assert run("init", "work", "--path", str(tmp_path / "elsewhere")).code == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    assert run("init", "third", "--path", str(tmp_path / "mine")).code == 2
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".stfolder").mkdir()
    assert run("init", "third", "--path", str(tmp_path / "new")).code == 0
    assert run("init", "../x").code == 2
    assert run("path", "--journal", "nowhere").code == 4


def test_settings_that_are_none_are_named(home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("[journals]\nwork = 3\n")
    ran = run("path", "--journal", "work")
    assert (ran.code, "[journals]" in ran.err) == (2, True)
    (home / "config.toml").write_text('# mine\nplain = true\n\n[journals]\nold = "/nowhere"\n')
    assert run("init", "work", "--path", str(home / "work")).code == 0
    text = (home / "config.toml").read_text()
    assert text.startswith('# mine\nplain = true\n\n[journals]\nold = "/nowhere"\n')
    assert f'work = "{home / "work"}"' in text


# ---- check


def test_all_is_well(home: Path) -> None:
    noted("x")
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{len(begun()) + 1} files of the journal default checked.",
        "All is well.",
        "",
        "No verified backup made on this device: mefirst journal backup",
    ]
    assert run("check", "--journal", "nowhere").code == 4


def test_what_can_be_mended_is_exit_1_and_mended(home: Path) -> None:
    noted("x")
    path = first_file(home)
    path.chmod(0o644)
    ran = run("check")
    assert (ran.code, f"{path.name}: its mode is 0644, not 0600" in ran.out) == (1, True)
    ran = run("check", "--repair")
    assert (ran.code, "All is well now." in ran.out) == (0, True)
    assert run("check").code == 0


def test_words_at_risk_are_exit_3_and_put_aside_whole(home: Path) -> None:
    reflected()
    noted("whole")
    path = next((home / "journals").rglob("*.1-*.json*"))
    data = path.read_bytes()
    path.write_bytes(data[:-8])
    before = tree(home / "journals")
    ran = run("check")
    assert (ran.code, "At risk" in ran.out, path.name in ran.out) == (3, True, True)
    assert tree(home / "journals") == before
    ran = run("check", "--repair")
    assert (ran.code, "Put aside, not deleted: 1 file" in ran.out) == (3, True)
    aside = home / "journals" / "default" / ".mefirst" / "quarantine" / path.name
    assert aside.read_bytes() == data[:-8]
    again = run("check")
    assert (again.code, "In quarantine: 1 file" in again.out) == (0, True)
    assert mefirst("list", "--now", NOW).code == 0


def test_a_change_by_hand_is_taken_in_with_adopt(home: Path) -> None:
    record_id = noted("one")
    path = first_file(home)
    rewrite(path, b'"one"', b'"by hand"')
    assert mefirst("show", record_id, "--now", NOW).code == 3
    assert "changed outside mefirst" in run("check").out
    assert run("check", "--adopt").code == 3
    assert "by hand" in mefirst("show", record_id, "--now", NOW).out
    assert run("check").code == 0


def test_check_for_scripts(home: Path) -> None:
    noted("x")
    first_file(home).chmod(0o644)
    found = run("check", "--format", "json")
    assert (found.code, found.json["schema"], found.json["level"]) == (1, "mefirst.check/1", "repairable")
    (finding,) = found.json["findings"]
    assert (finding["code"], finding["level"]) == ("mode", "repairable")
    assert (found.json["repaired"], found.json["backup"], found.json["quarantine"]) == (False, None, 0)
    mended = run("check", "--repair", "--format", "json").json
    assert (mended["repaired"], mended["left"], mended["put_aside"]) == (True, [], [])


def test_many_files_gone_stop_a_repair_until_it_is_confirmed(home: Path) -> None:
    """A disk that is not there, a sync that is not done: nothing is taken for the new state unasked."""
    lay_out_sample(home)
    assert run("check").code == 0
    files = sorted((home / "journals" / "default" / "entries").rglob("*.json*"))
    for path in files[: len(files) // 2]:
        path.unlink()
    assert run("check").code == 3
    ran = run("check", "--repair")
    assert (ran.code, "that were here at the last check are gone" in ran.err) == (2, True)
    assert run("check").code == 3
    assert run("check", "--repair", "--yes").code == 3
    assert run("check").code == 0


def test_two_repairs_at_a_time_are_one_too_many(home: Path) -> None:
    noted("x")
    first_file(home).chmod(0o644)
    with Context(NOW).open_journal("default").alone():
        ran = run("check", "--repair")
    assert (ran.code, "Another mefirst is" in ran.err) == (1, True)


def test_an_interrupted_move_is_ended(home: Path) -> None:
    record_id = reflected()
    mefirst("edit", record_id, "--on", "2026-11-20", "--now", NOW)
    next((home / "journals").rglob(f"{record_id}.2-*")).unlink()
    assert len(mefirst("list", "--format", "json", "--now", NOW).json["entries"]) == 2
    assert run("check", "--repair").code == 0
    (moved,) = mefirst("list", "--format", "json", "--now", NOW).json["entries"]
    assert moved["on"] == "2026-11-20"


# ---- backup and restore


def test_a_backup_is_written_verified_and_counted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    noted("x")
    ran = run("backup")
    assert (ran.code, ran.out) == (0, "")
    target = tmp_path / "mefirst-default-20261123-184100.zip"
    assert ran.err.splitlines()[0] == f"Verified: {len(begun()) + 1} files in {target}"
    assert zipfile.is_zipfile(target)
    assert run("backup").code == 2
    assert run("backup", str(tmp_path / "b.zip"), "--quiet").out == f"{tmp_path / 'b.zip'}\n"
    later = mefirst("journal", "check", "--now", "2026-11-26T19:00+00:00")
    assert later.out.splitlines()[-1] == f"Last verified backup: 3 days ago, {tmp_path / 'b.zip'}"
    assert (
        mefirst("journal", "check", "--format", "json", "--now", NOW).json["backup"]["files"]
        == len(begun()) + 1
    )


def test_what_a_backup_leaves_out_is_named(home: Path, tmp_path: Path) -> None:
    noted("x")
    (home / "journals" / "default" / "a: b.txt").touch()
    ran = mefirst("journal", "backup", str(tmp_path), "--now", NOW)
    assert (ran.code, "no backup can hold: a: b.txt" in ran.err) == (0, True)


@pytest.mark.parametrize("where", ["journals/default", "journals/default/b.zip", "nowhere/b.zip", "b.tar"])
def test_a_backup_goes_nowhere_it_should_not(home: Path, where: str) -> None:
    noted("x")
    before = tree(home)
    assert run("backup", str(home / where)).code == 2
    assert tree(home) == before


def test_a_journal_comes_back_from_its_backup(home: Path, tmp_path: Path) -> None:
    """Into nothing, with its drafts and its `last`; tried without writing first."""
    record_id = reflected()
    run("backup", str(tmp_path / "b.zip"))
    before = tree(home / "journals")
    (home / "journals" / "default").rename(tmp_path / "gone")
    ran = run("restore", str(tmp_path / "b.zip"), "--dry-run")
    assert (ran.code, f"To be restored: {len(begun()) + 1} files" in ran.err) == (0, True)
    assert not (home / "journals" / "default").exists()
    ran = run("restore", str(tmp_path / "b.zip"))
    assert (ran.code, f"Restored: {len(begun()) + 1} files" in ran.err) == (0, True)
    files = {name: data for name, data in tree(home / "journals").items() if data}
    assert files == {name: data for name, data in before.items() if data}
    assert mefirst("show", "last", "--format", "json", "--now", NOW).json["entry"]["id"] == record_id
    ran = run("restore", str(tmp_path / "b.zip"))
    assert "Restored: 0 files" in ran.err


def test_a_backup_of_another_journal_is_put_in_only_when_wanted(home: Path, tmp_path: Path) -> None:
    noted("one")
    run("backup", str(tmp_path / "b.zip"))
    noted("two", "--journal", "other")
    before = tree(home / "journals")
    assert run("restore", str(tmp_path / "b.zip"), "--journal", "other").code == 2
    assert tree(home / "journals") == before
    assert run("restore", str(tmp_path / "b.zip"), "--journal", "other", "--yes").code == 0
    assert len(mefirst("list", "--journal", "other", "--format", "json", "--now", NOW).json["entries"]) == 2
    assert len(records(home)) == 1


def test_a_copy_beside_the_journal_it_was_made_of_has_a_key_of_its_own(home: Path, tmp_path: Path) -> None:
    """Two of one key would share their drafts."""
    noted("one")
    run("backup", str(tmp_path / "b.zip"))
    assert run("restore", str(tmp_path / "b.zip"), "--journal", "copy").code == 0
    context = Context(NOW)
    assert context.open_journal("copy").key != context.open_journal("default").key
    assert "one" in mefirst("list", "--journal", "copy", "--now", NOW).out


def test_what_is_damaged_in_a_backup_is_named_and_the_rest_is_restored(home: Path, tmp_path: Path) -> None:
    record_id, other = noted("one"), noted("two")
    run("backup", str(tmp_path / "b.zip"))
    with zipfile.ZipFile(tmp_path / "b.zip") as before, zipfile.ZipFile(tmp_path / "c.zip", "w") as after:
        for name in before.namelist():
            after.writestr(name, b"x" if record_id in name else before.read(name))
    ran = run("restore", str(tmp_path / "c.zip"), "--journal", "new")
    assert (ran.code, record_id in ran.err) == (3, True)
    found = mefirst("list", "--journal", "new", "--format", "json", "--now", NOW).json["entries"]
    assert [one["id"] for one in found] == [other]


def test_what_is_no_backup_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("mine")
    ran = run("restore", str(tmp_path / "x.zip"))
    assert (ran.code, "is no backup that can be read" in ran.err) == (2, True)
    assert not (home / "journals").exists()
