"""Who asks: the protocol between an interview and a terminal, and the loop that joins them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from mefirst.interview.interview import Interview, Step


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the field that was asked; None skips it."""

    value: Any


@dataclass(frozen=True, slots=True)
class Back:
    """One step back, answers kept."""


@dataclass(frozen=True, slots=True)
class Enough:
    """Enough for today: save what is there. `value` is what stood in the field, or None."""

    value: Any = None


Reply = Answer | Back | Enough


class Prompter(Protocol):
    """Asks one field at a time. KeyboardInterrupt stops the session; the draft is kept."""

    def ask(self, step: Step) -> Reply:
        """Ask a field and return what came of it; what cannot be read is asked again, never returned."""
        ...

    def tell(self, sentence: str) -> None:
        """Say something between two questions."""
        ...


def conduct(interview: Interview, prompter: Prompter, keep: Callable[[], None]) -> None:
    """Ask until all has been asked or the leader has enough; `keep` is called after every answer."""
    enough = False
    while not enough:
        step = interview.step()
        reply = prompter.ask(step) if step else Enough()
        match reply:
            case Back():
                if not interview.back():
                    prompter.tell("This is the first question.")
            case Answer(value):
                interview.reply(value)
            case Enough(value):
                if value is not None:
                    interview.reply(value)
                missing = interview.missing()
                if missing:
                    prompter.tell(
                        f"To be saved, it still needs: {', '.join(missing)}. Ctrl+C keeps it as a draft."
                    )
                    interview.go_to(missing[0])
                enough = not missing
        keep()
