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
    """One step back, answers kept. `value` is what stood in the field."""

    value: Any = None


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
    """Ask until all has been asked or the leader has enough; `keep` is called after every answer.

    Once it is enough, only what is needed to save is asked any more; to go back takes it all up again.
    """
    enough = done = False
    while not done:
        step = interview.step()
        reply = prompter.ask(step) if step else Enough()
        match reply:
            case Back():
                enough = False
                if not interview.back():
                    prompter.tell(interview.say("This is the first question."))
            case Answer(value):
                interview.reply(value)
            case Enough(value):
                enough = True
                _leave(interview, prompter, step, value)
        if enough and not interview.midway:
            missing = interview.missing()
            done = not missing
            if missing:
                interview.go_to(missing[0])
        keep()


def _leave(interview: Interview, prompter: Prompter, step: Step | None, value: Any) -> None:
    """Take what stood in the field and the rest of its form, and say what keeps it all from being saved."""
    if value is not None:
        interview.reply(value)
    say = interview.say
    if step and not interview.close():
        begun = interview.called(step.question.id)
        prompter.tell(say("Left out, as it was only begun: '{question}'.", question=begun))
    if missing := interview.missing():
        needed = ", ".join(f"'{interview.called(one)}'" for one in missing)
        prompter.tell(
            say("To be saved, it still needs: {needed}. Ctrl+C keeps it as a draft.", needed=needed)
        )
