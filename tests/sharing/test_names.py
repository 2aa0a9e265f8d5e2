"""Known words in texts, in every disguise."""

import unicodedata

import pytest

from mefirst.sharing.names import Pseudonyms, Words


def wide(text: str) -> str:
    """`text` in full-width letters."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


FOUND = [
    ("Anna", "I told Anna."),
    ("Anna", "ANNA said so"),
    ("anna", "Anna's numbers"),
    ("Anna", "Anna’s numbers"),
    ("Anna", "Annas Zahlen"),
    ("Weber", "Webersch"),
    ("Weber", "das Weber-Projekt"),
    ("Anna", "with (anna)"),
    ("Anna", "@anna_"),
    ("Anna", "anna2024"),
    ("team1", "with Team 1"),
    ("team1", "TEAM1s"),
    ("Anna", "Ánñà"),
    ("Anna", unicodedata.normalize("NFD", "Ánñà")),
    ("Anna", "An\xadna"),
    ("Anna", "A\u200bn\u200dn\u2060a"),
    ("Anna", "\u202eAnna\u202c"),
    ("Anna", "A\u0336n\u0336n\u0336a\u0336"),
    ("Anna", "An\x00na"),
    ("Anna", wide("Anna")),
    ("Anna", "𝐀𝓃𝔫𝖺"),
    ("Anna", "Аnnа"),  # the first and the last letter are Cyrillic
    ("Jürgen", "Juergens Idee"),
    ("Juergen", "jürgen"),
    ("Strauß", "STRAUSS"),
    ("Ærø", "the Aero team"),
    ("Sørensen", "Soerensens plan"),
    ("Øystein", "Oystein"),
    ("İbrahim", "ibrahim"),
    ("team-lead", "the team lead went"),
    ("team-lead", "the Teamleads went"),
    ("team lead", "team\u00a0-\u00a0lead"),
    ("Anna Weber", "Weber was there"),
    ("Anna Weber", "Anna was there"),
    ("O'Neill", "ONeill, O’Neill"),
    ("田中", "昨日は田中さんと話した"),
    ("민수", "민수에게 말했다"),
    ("李 伟", "和李伟谈"),
    ("李 Wei", "Wei was there"),
    ("田中", "田 中"),
    ("אנה", "אמרתי לאנה"),  # "to Anna" is one word
    ("سارة", "قلت لسارة"),
    ("Anna", "ᴀɴɴᴀ, ɑnnɑ"),
    ("Dr. Wu", "then Wu said"),
    ("Li Wei", "that Li was there"),
    ("Anna", "I asked An-\nna again"),
    ("Anna", "I asked An\u2010\r\n   nas team"),
    ("team-lead", "the team-\n      lead went"),
    ("team-lead", "to ourteam-lead@firm.example"),
    ("team–lead", "the team-lead went"),
    ("o’brien", "that O'Brien said"),
    ("Anna 🦊", "then Anna said"),
    ("Anna", "ask @askanna."),
    ("Anna", "🅰🅽🅽🅰 and 🅐🅝🅝🅐"),
    ("Anna", "to annaweber@example.com"),
    ("Weber", "to anna.weber@example.com"),
    ("🦊", "met the 🦊 today"),
    ("???", "and ??? said"),
]
FREE = [
    ("Anna", "Johanna and Annapolis"),
    ("deputy", "the deputyship"),
    ("Anna", "an nation"),
    ("Team1", "the team of 2"),
    ("Joe", "my job, to join"),
    ("Sue", "such a sum, sure"),
    ("team-lead", "the lead of the team"),
    ("team-lead", "team: we know who will lead"),
    ("team-lead", "a lead, and a team"),
    ("Bo", "bonuses and a robot"),
    ("Li Wei", "I like lists"),
    ("Anna", "mail to somebody@example.com"),
    ("", "nothing"),
    ("\u200b", "nothing"),
]


@pytest.mark.parametrize(("word", "text"), FOUND)
def test_a_disguise_hides_no_name(word: str, text: str) -> None:
    """Case, accents, widths, invisible characters, other alphabets, genitives: the name is found."""
    assert [hit.word for hit in Words([word, "nobody"]).hits(text)][:1] == [word]


@pytest.mark.parametrize(("word", "text"), FREE)
def test_other_words_are_left_alone(word: str, text: str) -> None:
    """What only holds the letters of a name is not taken for it."""
    assert Words([word]).hits(text) == []


def test_a_name_is_taken_out_whole() -> None:
    """The added letters go with it, and the invisible ones in it; the rest stays as it was typed."""
    words = Words(["Anna", "team-lead", "田中"])
    said = "Á\u0301n\u200bna\u0336s Idee: Team\xad Leads, 田中さん!"
    assert words.replaced(said, lambda word: f"<{word}>") == "<Anna> Idee: <team-lead>, <田中>さん!"


def test_an_address_is_taken_out_whole() -> None:
    """A known first name in it, and the surname that nobody made known goes with it."""
    said = "Write to anna.weber@example.com, or to me@example.com."
    assert (
        Words(["Anna"]).replaced(said, lambda word: f"<{word}>") == "Write to <Anna>, or to me@example.com."
    )


def test_the_longer_name_is_the_one_meant() -> None:
    """Where one name begins another, the text names the longer one."""
    assert [hit.word for hit in Words(["team", "team-lead"]).hits("Team-lead and team")] == [
        "team-lead",
        "team",
    ]


def test_pseudonyms_say_nothing_of_the_alphabet() -> None:
    """Over many salts each person is Person A as often as another; a stable name stays."""
    first = [Pseudonyms(["anna", "Zoë", "bob"], {"Bob": "the deputy"}, bytes([n])) for n in range(200)]
    assert {one["BOB"] for one in first} == {"the deputy"}
    assert 60 < sum(one["anna"] == "Person A" for one in first) < 140
    assert all({one["anna"], one["zoë"]} == {"Person A", "Person B"} for one in first)


def test_there_are_as_many_pseudonyms_as_people() -> None:
    """Behind Z come two letters, and a label that is a stable name is not given twice."""
    people = [f"p{number}" for number in range(60)]
    names = Pseudonyms(people, {"p0": "Person B"}, b"")
    assert len({names[one] for one in people}) == 60
    assert names["p0"] == "Person B"
    assert {"Person Z", "Person AA", "Person BH"} <= {names[one] for one in people}
