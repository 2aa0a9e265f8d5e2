"""The words a journal knows: wherever a name can stand, and as long as a revision has it."""

from mefirst.journal.store import Journal
from mefirst.model.checkin import Checkin
from mefirst.model.entry import Entry
from mefirst.model.partner import Partner
from mefirst.model.renaming import renamed
from mefirst.sharing.known import known_words
from samples import DAY, PACK, RECORDED, commitment, effect, entry, nth_id, reported


def test_every_place_of_a_name_counts(journal: Journal) -> None:
    """People, whom an effect was for, who reported, witnesses, cleanups, partners, the names they know, check-ins."""
    lines = [effect(1, 1, reported("reporter", 1), toward="toward")]
    journal.add(entry(people=["present"], effects=lines, tags=["tagged"], unsaid="hidden", situation="text"))
    journal.add(commitment(nth_id(2), witness="witness", who="harmed", behavior="text"))
    names = {"known": "lasting name"}
    journal.add(Partner.agreed(nth_id(3), "coach", alias="partner", names=names, recorded_at=RECORDED))
    journal.add(Checkin.first(nth_id(4), recorded_at=RECORDED, on=DAY, pack=PACK, partner="talker"))
    known, damaged = known_words(journal)
    assert known.names == {
        "present", "toward", "reporter", "witness", "harmed", "partner", "known", "talker",
    }  # fmt: skip
    assert known.tags == {"tagged"}
    assert not damaged


def test_names_and_tags_of_before_and_of_the_trash_count(journal: Journal) -> None:
    """Somebody renamed, a tag taken away, an entry thrown away: the texts may still say them."""
    journal.add(entry(people=["Anna"], tags=["old"]))
    journal.change(Entry, entry().id, lambda one: renamed(one, "Anna", "A.").changed(tags=["new"]))
    journal.add(entry(nth_id(2), people=["Bob"], state="trashed"))
    known, _ = known_words(journal)
    assert known.names == {"Anna", "A.", "Bob"}
    assert known.tags == {"old", "new"}


def test_what_cannot_be_read_is_named(journal: Journal) -> None:
    """A damaged record may have had names that are not looked for; that is not kept quiet."""
    journal.add(entry(people=["Anna"]))
    journal.add(entry(nth_id(2), people=["Bob"]))
    (path,) = (journal.month(Entry, nth_id(2))).glob(f"{nth_id(2)}*")
    path.write_bytes(path.read_bytes()[:-9])
    known, damaged = known_words(journal)
    assert known.names == {"Anna"}
    assert [one.name for one in damaged] == [path.name]
