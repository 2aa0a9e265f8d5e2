"""`pack new`, `pack translate`: writing packs of your own."""

from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli.complete import packs as complete_packs
from mefirst.cli.context import Context
from mefirst.cli.options import DryRun, Now, Plain
from mefirst.cli.pack.sources import arrive
from mefirst.errors import AnswerMissing, UsageProblem
from mefirst.interview.fields import Field
from mefirst.packs import pasted, starter
from mefirst.packs.bundle import MOST_BYTES, PACK_FILE
from mefirst.packs.library import Library
from mefirst.packs.overlay import read_overlay, refreshed
from mefirst.packs.problems import Refused
from mefirst.packs.reader import read_pack
from mefirst.packs.schema import MODELINE, MODELINE_SAYS, NAME, schema_file
from mefirst.speech import ENGLISH
from mefirst.text import safe


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("new", epilog="Example: mefirst pack new after-the-talk --from questions.txt")(new)
    app.command("translate", epilog="Example: mefirst pack translate my-pack de")(translate)


def new(
    pack_id: Annotated[str, typer.Argument(metavar="ID", help="Its name: small letters, digits, hyphens.")],
    *,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help="A plain text file with one question a line.", metavar="FILE"),
    ] = None,
    intent: Annotated[
        int | None, typer.Option("--intent", help="Which line asks for the intent.", metavar="N")
    ] = None,
    impact: Annotated[
        int | None, typer.Option("--impact", help="Which line asks for the impact.", metavar="N")
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="The language of the questions, such as de.", metavar="TAG"),
    ] = None,
    dry_run: DryRun = False,
    plain: Plain = False,
    now: Now = None,
) -> None:
    """Begin a pack in a folder of its name: a commented starter, or your own questions, with a rehearsal.

    Beside it lies pack.schema.json, by which many editors complete and check what you type.
    """
    context = Context(now, plain=plain)
    starter.check_id(pack_id)
    folder = Path(pack_id)
    if folder.exists():
        raise UsageProblem(
            f"{pack_id} is there already.", hint="Choose another name, or go on with that folder."
        )
    if from_ is None:
        files = starter.commented(pack_id)  # in English, as its comments are
    else:
        questions = pasted.questions_in(_text(from_), from_.name)
        spoken = starter.check_language(lang) if lang else pasted.language_of(questions)
        own = pasted.guess(questions)
        asked = (
            _line(context, questions, "intent", intent, own[0]),
            _line(context, questions, "impact", impact, own[1]),
        )
        files = starter.from_questions(pack_id, questions, *asked, spoken)
    files = {
        **files,
        PACK_FILE: f"{MODELINE}{MODELINE_SAYS}\n".encode() + files[PACK_FILE],
        NAME: schema_file(),
    }
    if pack_id in Library.standard(context.paths).names():
        context.note(f"There is a pack '{pack_id}' already: this one, once added, takes its place.")
    if dry_run:
        context.note(f"{folder / PACK_FILE} would be written. Nothing was.")
        return
    from mefirst.atomic import write  # noqa: PLC0415 only where something is written

    for path, data in files.items():
        write(folder / path, data, folder)
    context.note(f"Written: {folder / PACK_FILE}. Open it in any text editor.")
    context.note(f"Then:  mefirst pack check {pack_id}   and   mefirst pack try {pack_id}")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageProblem(f"{path} is not UTF-8 text.", hint="Save it as plain text, UTF-8.") from None
    except OSError as problem:
        raise UsageProblem(f"{path} cannot be read.", problem.strerror or str(problem)) from None


def _line(context: Context, questions: list[str], what: str, given: int | None, guess: int | None) -> int:
    """Return which question (from 0) is the intent or the impact: given, asked for, or guessed."""
    if given is not None:
        if not 1 <= given <= len(questions):
            raise UsageProblem(f"--{what} {given}: there are {len(questions)} questions.")
        return given - 1
    if not context.interactive:
        if guess is None:
            raise AnswerMissing([f"--{what}"], f"Say which line asks for the {what}: --{what} 3")
        context.note(f"Line {guess + 1} is taken to ask for the {what}: {safe(questions[guess])}")
        return guess
    from mefirst.cli.asking import ask_field  # noqa: PLC0415 only with somebody there

    options = {str(number): question for number, question in enumerate(questions)}
    words = {"intent": "Which one asks what was meant?", "impact": "Which one asks what arrived?"}[what]
    default = None if guess is None else str(guess)
    field = Field(key=what, kind="choice", ask=words, options=options, default=default, required=True)
    return int(ask_field(context.prompter(ENGLISH, brief=True), field, ENGLISH))


def translate(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder of the pack.", autocompletion=complete_packs)
    ],
    language: Annotated[str, typer.Argument(metavar="TAG", help="The language: de, pt-BR.")],
) -> None:
    """Begin a translation of a pack, or bring one up to date: what is new or changed is marked."""
    context = Context()
    if not path.is_dir():
        raise UsageProblem(f"{path} is no folder.", "A translation is a file beside pack.yaml.")
    files = arrive(str(path)).bundle.files
    pack = read_pack(files[PACK_FILE]).pack
    member = f"lang/{starter.check_language(language)}.yaml"
    try:
        before = read_overlay(files[member]) if member in files else None
    except Refused as refused:
        raise refused.named(member) from None
    from mefirst.atomic import write  # noqa: PLC0415 only where something is written

    write(path / member, refreshed(pack, before, language).encode(), path)
    context.note(f"Written: {path / member}. Fill in what stands after 'to'.")
