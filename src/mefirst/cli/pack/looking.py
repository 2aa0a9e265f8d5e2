"""`pack list`, `pack show`, `pack check`, `pack try`: looking at packs, changing nothing of yours."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mefirst.cli.complete import packs as complete_packs
from mefirst.cli.context import Context
from mefirst.cli.options import Now, OutputFormat, Plain, Yes
from mefirst.cli.pack.sources import arrive, files_of
from mefirst.errors import FAILED, UsageProblem
from mefirst.interview.answers import parse_answers, read_answers_file
from mefirst.interview.build import answers_of
from mefirst.interview.inspection import PACK_FILE, Inspection, inspect
from mefirst.interview.interview import Interview
from mefirst.interview.prompter import conduct
from mefirst.interview.scripted import give_all, require_complete
from mefirst.packs.bundle import MOST_BYTES, Bundle, part_of_pack
from mefirst.packs.changes import unannounced
from mefirst.packs.installed import Installed, InstalledPack
from mefirst.packs.library import Library
from mefirst.packs.prose import fixed
from mefirst.packs.spoken import four_words
from mefirst.render import packs as render
from mefirst.text import safe

Shown = Annotated[
    str,
    typer.Argument(
        metavar="PACK", help="A name, a folder, a file or - for pasted text.", autocompletion=complete_packs
    ),
]
OnDisk = Annotated[Path, typer.Argument(metavar="PATH", help="A folder or a .yaml file you are writing.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("list", epilog="Example: mefirst pack list")(list_packs)
    app.command("show", epilog="Example: mefirst pack show daily")(show)
    app.command("check", epilog="Example: mefirst pack check my-pack --fix")(check)
    app.command("try", epilog="Example: mefirst pack try my-pack")(try_pack)


def list_packs(*, format_: OutputFormat = None, now: Now = None) -> None:
    """List the packs at hand: those shipped, and those you added with where they came from."""
    context = Context(now)
    library = Library.standard(context.paths)
    added = {one.locked.id: one for one in Installed.below(context.paths).packs()}
    rows = [_row(library, name, added.get(name)) for name in library.names()]
    match context.format(format_):
        case "json":
            context.show_document("mefirst.packs/1", render.rows_document(rows))
        case "plain":
            context.show(context.console.canvas.signs("\n".join(map(render.told, rows))))
        case _:
            context.show(context.console.canvas.signs(render.listed(rows, context.console.canvas)))


def _row(library: Library, name: str, one: InstalledPack | None) -> render.Row:
    pack = library.load(name).pack if one is None or one.state == "verified" else None
    sha256 = one.locked.sha256 if one else Bundle(library.files(name)).digest
    return render.Row(
        id=name,
        version=one.locked.version if one else pack.version if pack else "",
        title=pack.title if pack else "",
        for_=pack.for_ if pack else "",
        minutes=pack.minutes if pack else None,
        source=f"{one.locked.source.kind} {one.locked.source.url}".strip() if one else render.SHIPPED,
        state=_state(one) if one else "bundled",
        words=four_words(sha256),
        sha256=sha256,
    )


def _state(one: InstalledPack) -> str:
    if one.state != "verified":
        return f"{one.state}: {one.file}"
    newer = f", {one.locked.newer} is newer" if one.locked.newer else ""
    return f"verified{', pinned' if one.locked.pinned else ''}{newer}"


def show(pack: Shown, *, format_: OutputFormat = None, now: Now = None) -> None:
    """Show every question of a pack and the field it fills, also before you add it."""
    context = Context(now)
    files = files_of(context, pack)
    loaded = Bundle(files).loaded(PACK_FILE)
    words = four_words(Bundle(files).digest)
    if context.format(format_) == "json":
        context.show_document("mefirst.pack/1", render.document(loaded.pack, words))
    else:
        canvas = context.console.canvas
        came = Library.standard()
        ours = pack in came.shipped() and came.files(pack) == files
        context.show(canvas.signs(render.shown(loaded.pack, words, sorted(files), canvas, ours=ours)))


def check(
    path: OnDisk,
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show the mended lines, and write them after asking.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", help="An older version: are the changes announced?", metavar="OLD"),
    ] = None,
    yes: Yes = False,
    format_: OutputFormat = None,
    now: Now = None,
) -> int:
    """Check a pack you write: the typing, the form, the logic, translations, rehearsals and wording.

    Exit 0: it can be used. Exit 1: something has to be mended first.
    """
    context = Context(now)
    name, files = _on_disk(path)
    if fix:
        files = _fixed(context, path, files, yes=yes)
    seen = inspect(files, name)
    announced = _announced(seen, against)
    failed = bool(seen.errors or announced or (strict and seen.warnings))
    if context.format(format_) == "json":
        findings = [render.finding_fields(one) for one in seen.findings]
        body = render.check_document(findings, announced, ok=not failed)
        context.show_document("mefirst.pack-check/1", body)
    else:
        columns = context.console.canvas.width if sys.stdout.isatty() else None
        lines = list(render.findings(seen.findings, {**files, name: files[PACK_FILE]}, columns))
        lines += announced
        if not failed and seen.pack:
            lines.append(
                f"{seen.pack.id} {seen.pack.version}: {len(seen.pack.questions)} questions, it can be used."
            )
        context.show(context.console.canvas.signs("\n".join(lines)))
    if any(one.replacement and not one.warning for one in seen.findings):
        context.note(f"mefirst pack check {safe(str(path))} --fix mends the lines that are given above.")
    return FAILED if failed else 0


def _on_disk(path: Path) -> tuple[str, dict[str, bytes]]:
    """Return the name and the files of a pack being written: a single file as it is, whatever it turns out to be."""
    if path.is_file() and path.suffix != ".zip":
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        _refuse_part(path, data)
        return path.name, {PACK_FILE: data}
    return PACK_FILE, dict(arrive(str(path)).bundle.files)


class PartOfPack(UsageProblem):
    """A file that goes with a pack.yaml, given where a pack is wanted; `folder` is that of the pack, if known."""

    def __init__(self, path: Path, kind: str, folder: Path | None) -> None:
        super().__init__(
            f"{path} is {kind} of a pack.", hint=f"Check its folder: mefirst pack check {folder or 'FOLDER'}"
        )


def _refuse_part(path: Path, data: bytes) -> None:
    """Raise PartOfPack for what goes with a pack.yaml: by what it says it is, or by where it lies."""
    whole = path.resolve()
    folder = whole.parent.parent if (whole.parent.parent / PACK_FILE).is_file() else None
    kind = part_of_pack(data) or (_KINDS.get(whole.parent.name) if folder else None)
    if kind is not None:
        near = path.parent.parent
        raise PartOfPack(path, kind, near if near.resolve() == folder else folder)


_KINDS = {"lang": "a translation", "rehearsals": "a rehearsal"}


def _announced(seen: Inspection, against: str | None) -> list[str]:
    """Return what the version does not say of the changes since an older one."""
    if against is None or seen.pack is None:
        return []
    return list(unannounced(arrive(against).bundle.loaded().pack, seen.pack))


def _fixed(context: Context, path: Path, files: dict[str, bytes], *, yes: bool) -> dict[str, bytes]:
    """Show what mending would change, ask, and write those lines alone."""
    target = path / PACK_FILE if path.is_dir() else path
    if target.suffix == ".zip":
        raise UsageProblem("--fix mends files you are writing, not a zip.")
    try:
        before = files[PACK_FILE].decode("utf-8")
    except UnicodeDecodeError:
        return files
    after = fixed(before)
    if after == before:
        context.note("There is nothing to mend.")
        return files
    context.show("\n".join(render.mended(before, after)))
    if not yes and not context.confirm("Write these lines?", "--yes"):
        return files
    from mefirst.atomic import write  # noqa: PLC0415 only where something is written

    write(target, after.encode(), target.parent)
    context.note(f"Mended: {safe(str(target))}")
    return {**files, PACK_FILE: after.encode()}


def try_pack(
    pack: Shown,
    *,
    answers: Annotated[
        str | None, typer.Option("--answers", help="Take the answers from a file.", metavar="FILE")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="In this language.", metavar="TAG")] = None,
    plain: Plain = False,
    now: Now = None,
) -> None:
    """Go through a pack as a leader would. Nothing is saved."""
    context = Context(now, plain=plain, lang=lang)
    loaded = context.spoken(files_of(context, pack))
    interview = Interview(loaded.pack, context.today, today=context.today, say=context.say)
    if answers is not None:
        give_all(interview, parse_answers(read_answers_file(Path(answers)), answers))
    elif context.interactive:
        conduct(interview, context.prompter(context.say), lambda: None)
    require_complete(interview)
    came = answers_of(interview)
    context.show(context.console.canvas.signs(render.tried(came.fields, came.others)))
    context.note(context.say("This was a try: nothing was saved."))
