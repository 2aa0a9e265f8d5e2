"""What is refused between partners: files that cannot be taken in, pairings that must not go on."""

from collections.abc import Sequence

from mefirst.errors import DAMAGED, MefirstError, NotFound, UsageProblem, did_you_mean
from mefirst.text import shell_word

_ANEW = "mefirst partner pair {alias} --again begins anew."


class NoPartner(NotFound):
    """A partner who is not there."""

    def __init__(self, typed: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no partner '{typed}'.{did_you_mean(typed, known)}",
            f"Partners here: {', '.join(known)}" if known else "",
            "mefirst partner add ALIAS adds one.",
        )


class PartnerThere(UsageProblem):
    """A partner to be added who is there already."""

    def __init__(self, alias: str) -> None:
        word = shell_word(alias)
        super().__init__(
            f"There is a partner '{alias}' already.",
            hint=f"mefirst partner change {word} changes what was agreed; mefirst partner end {word} ends it.",
        )


class PartnerAlike(UsageProblem):
    """A name that cannot be told from that of a partner who is there."""

    def __init__(self, typed: str, alias: str) -> None:
        super().__init__(
            f"'{typed}' looks like '{alias}', a partner you have: the two could not be told apart.",
            hint="Give them a name that differs to the eye, such as one with a surname.",
        )


class AnswerTold(MefirstError):
    """An answer to be taken back that a partner has by now."""

    def __init__(self, handle: str, alias: str) -> None:
        super().__init__(
            f"{handle} cannot be taken back: that answer was shared with {alias}.",
            hint=f"mefirst partner log {shell_word(alias)} shows what they have. Tell them yourself, or when you meet.",
        )


class AgreementOver(MefirstError):
    """Something for a partner with whom the agreement has ended or run out; `why` says which."""

    def __init__(self, alias: str, why: str) -> None:
        super().__init__(
            f"Nothing can be shared with {alias}: {why}.", hint="mefirst partner list --all shows when."
        )


class NotPaired(MefirstError):
    """A partner without keys, where a sealed file is wanted."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"You and {alias} have not exchanged keys.",
            "Keys are kept on the device that made them, and in no backup.",
            f"mefirst partner pair {shell_word(alias)} begins with it.",
        )


class NotCompared(MefirstError):
    """A partner whose keys are there, but whose words were not compared."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"The six words have not been compared with {alias}, so nothing can be shared yet.",
            "Only they show that nobody stands between you.",
            f"mefirst partner pair {shell_word(alias)} shows them; read them to each other, then give the file again.",
        )


class KeysUnreadable(MefirstError):
    """The keys of a relationship on this device, damaged."""

    exit_code = DAMAGED

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"The keys kept in {path} cannot be read: {why}.",
            "What was sealed for them does not open without them.",
            "Pair anew: mefirst partner pair ALIAS --again",
        )


class WordsDiffer(MefirstError):
    """Words read aloud that are not those shown here."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"The words are not the same: do not share anything with {alias} over these keys.",
            "Either a word was misheard, or somebody stands between you and changes the files.",
            f"Compare once more, word by word. {_ANEW.format(alias=shell_word(alias))}",
        )


class KeyChanged(MefirstError):
    """Another key than the one a partner gave before: never taken over."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"STOP: this file brings another key of {alias} than the one you have. It was not taken over.",
            "They began anew, or somebody stands between you. Ask them on the telephone, not by mail.",
            f"Only if they did: {_ANEW.format(alias=shell_word(alias))}",
        )


class NothingToCompare(MefirstError):
    """Words for a pairing that has not come so far."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"There are no words to compare with {alias} yet: their key has not come.",
            hint=f"mefirst partner pair {shell_word(alias)} says what is next.",
        )


class OwnIntroduction(UsageProblem):
    """One's own introduction, given to `receive` here."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"This is the introduction you made for {alias}: it is theirs to receive.",
            hint="Send it to them; they type: mefirst receive FILE",
        )


class NoFileOfOurs(UsageProblem):
    """A file that is none of mefirst's, or of a kind it does not know."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} is no file for mefirst receive.", f"{why}.", "Nothing was changed.")


class NotForUs(MefirstError):
    """A sealed file that none of the keys here opens."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} opens with none of your keys.",
            "It is for somebody else, for other keys of yours (another device, a relationship that ended), or changed.",
            "Nothing was changed. Ask whoever sent it.",
        )


class Broken(MefirstError):
    """A sealed file of a partner that did not arrive as it was sent."""

    def __init__(self, name: str, alias: str) -> None:
        super().__init__(
            f"{name} is for you, from {alias}, and did not arrive whole: it was cut or changed on the way.",
            "Nothing of it was read.",
            f"Ask {alias} to send it again.",
        )


class Contradicting(MefirstError):
    """A sealed file of a partner whose content cannot be taken; `why` says what is wrong with it."""

    def __init__(self, name: str, alias: str, why: str) -> None:
        super().__init__(
            f"{name} is from {alias}, and cannot be taken in: {why}.",
            hint=f"Nothing was changed. Ask {alias}; perhaps one of you has an older mefirst.",
        )


class Replayed(MefirstError):
    """An older file that was taken in before, given again after newer ones."""

    def __init__(self, name: str, alias: str, number: int, newest: int) -> None:
        super().__init__(
            f"{name} is an older file: number {number} from {alias}, which you have had. The newest is {newest}.",
            "Somebody sent it again.",
            f"Nothing was changed. mefirst partner log {shell_word(alias)} shows all of them.",
        )


class NumberTwice(MefirstError):
    """Two different files of a partner with the same number."""

    def __init__(self, name: str, alias: str, number: int) -> None:
        super().__init__(
            f"STOP: {name} says it is number {number} from {alias}, and is not the number {number} you have.",
            f"Either {alias} went back to an older state, or somebody else has your key.",
            f"Nothing was changed. Ask {alias}. {_ANEW.format(alias=shell_word(alias))}",
        )


class NoSuchNumber(NotFound):
    """A number of a file that is not in the log."""

    def __init__(self, alias: str, number: int) -> None:
        super().__init__(
            f"The log has no file number {number} that went to {alias}.",
            hint=f"mefirst partner log {shell_word(alias)} shows their numbers.",
        )


class Overtaken(MefirstError):
    """A share whose number was taken while it was looked at."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"Something else was shared with {alias} meanwhile.", hint="Nothing was sent. Do it once more."
        )


class RelationshipBusy(MefirstError):
    """Another process is at work on the same relationship."""

    def __init__(self, alias: str) -> None:
        super().__init__(
            f"Another mefirst is at work with {alias}.",
            hint="Nothing was changed. Try again when it has finished.",
        )
