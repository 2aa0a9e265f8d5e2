"""Every kind of file that may come, by what it calls itself: a further one is a further line."""

from mefirst.sharing import document, reply
from mefirst.sharing.envelope import Readers
from mefirst.sharing.pairing import Introduction, PairingAnswer, PairingKey

UNSEALED: Readers = {"mefirst.introduction/1": Introduction.read}
"""What may come unsealed, as there is no key yet to seal it with."""

SEALED: Readers = {
    "mefirst.pairing-answer/1": PairingAnswer.read,
    "mefirst.pairing-key/1": PairingKey.read,
    document.SCHEMA: document.Share.read,
    reply.SCHEMA: reply.Reply.read,
}
"""What comes sealed: files of a pairing, and letters, which have a number and go into the share log."""
