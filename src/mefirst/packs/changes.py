"""What a version of a pack changes: told before an update, and held against its version number."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mefirst.packs.model import BaseQuestion, Pack, named


class ChangedQuestion(NamedTuple):
    """A question that both versions of a pack ask, by its new id, and the settings that differ."""

    id: str
    settings: tuple[str, ...]


class Changes(NamedTuple):
    """What a version of a pack changes about its questions, in the order they are asked."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedQuestion, ...]
    reordered: bool
    """Whether the questions both ask come in another order."""


def changed_questions(old: Pack, new: Pack) -> Changes:
    """Return what `new` asks differently from `old`."""
    pairs = _pairs(old, new)
    kept = [after.id for _, after in pairs if after is not None]
    changed = (ChangedQuestion(after.id, _differing(before, after)) for before, after in pairs if after)
    return Changes(
        added=tuple(question for question in new.ids if question not in kept),
        removed=tuple(before.id for before, after in pairs if after is None),
        changed=tuple(one for one in changed if one.settings),
        reordered=kept != [question for question in new.ids if question in kept],
    )


def breaking_changes(old: Pack, new: Pack) -> tuple[str, ...]:
    """Return what in `new` does not go with records and answers made with `old`, a sentence each.

    Any of them needs a new major version: an id that is gone or was `renamed`, another type, another
    field, another range of numbers, an option no longer offered.
    """
    said = [
        f"The {noun} was '{before}' and is '{after}'."
        for noun, before, after in (
            ("id of the pack", old.id, new.id),
            ("record it is for", old.for_, new.for_),
        )
        if before != after
    ]
    for before, after in _pairs(old, new):
        said += (
            [f"'{before.id}' is gone; if it has a new id, say so: renamed: {{{before.id}: …}}"]
            if after is None
            else _broken(before, after)
        )
    return tuple(said)


def unannounced(old: Pack, new: Pack) -> tuple[str, ...]:
    """Return what `new` changes without its version saying so, a sentence each, the version to write at the end."""
    before, after = _version(old), _version(new)
    broken = breaking_changes(old, new)
    if broken and after[0] <= before[0]:
        return (*broken, f"That needs a new major version: version: {before[0] + 1}.0.0")
    if after <= before and new.model_copy(update={"version": old.version}) != old:
        higher = f"{before[0]}.{before[1]}.{before[2] + 1}"
        return (
            f"It is not the pack it was, and its version is not higher than {old.version}: version: {higher}",
        )
    return ()


def is_older(one: Pack, other: Pack) -> bool:
    """Whether the version of `one` is lower than that of `other`."""
    return _version(one) < _version(other)


def _version(pack: Pack) -> tuple[int, int, int]:
    major, minor, patch = map(int, pack.version.split("."))
    return major, minor, patch


def _pairs(old: Pack, new: Pack) -> list[tuple[BaseQuestion, BaseQuestion | None]]:
    """Return each question of `old` with what became of it in `new`."""
    after = {question.id: question for question in new.questions}
    renamed = {was: now for was, now in new.renamed.items() if now not in old.ids}
    return [(one, after.pop(renamed.get(one.id, one.id), None)) for one in old.questions]


def _settings(question: BaseQuestion) -> dict[str, Any]:
    return {
        field.alias or name: getattr(question, name) for name, field in type(question).model_fields.items()
    }


def _differing(before: BaseQuestion, after: BaseQuestion) -> tuple[str, ...]:
    was, is_now = _settings(before), _settings(after)
    return tuple(name for name in dict.fromkeys([*was, *is_now]) if was.get(name) != is_now.get(name))


def _broken(before: BaseQuestion, after: BaseQuestion) -> Iterator[str]:
    name = f"'{after.id}'"
    if before.id != after.id:
        yield f"'{before.id}' is now called {name}."
    if before.fills != after.fills:
        yield f"{name} filled {before.fills or 'no field'} and fills {after.fills or 'no field'}."
    if before.type != after.type:
        yield f"{name} was {named(before.type)} and is {named(after.type)}."
        return
    was, is_now = _settings(before), _settings(after)
    for setting in ("from", "to", "min", "max"):
        if (before_it := was.get(setting)) != (at_present := is_now.get(setting)):
            yield f"'{setting}' of {name} was {_limit(before_it)} and is {_limit(at_present)}."
    if gone := [value for value in was.get("options", ()) if value not in is_now["options"]]:
        yield f"{name} no longer offers {', '.join(gone)}."


def _limit(value: float | None) -> str:
    return "not set" if value is None else f"{value:.12g}"
