"""What a document lacks to be one of ours, in plain words: which field, and what was expected of it."""

from typing import Any

from pydantic import ValidationError

from mefirst.text import one_line

SENTENCES = {
    "string_type": "takes a text",
    "string_too_long": "is longer than {max_length} characters",
    "int_type": "takes a whole number",
    "int_parsing": "takes a whole number",
    "int_from_float": "takes a whole number",
    "float_type": "takes a number",
    "float_parsing": "takes a number",
    "finite_number": "takes a number",
    "literal_error": "takes one of these: {expected}",
    "greater_than_equal": "is at least {ge}",
    "less_than_equal": "is at most {le}",
}
"""What is said of a value that does not fit, by the kind of misfit: the same of a pack, a record, a file that came."""

_SENTENCES = SENTENCES | {
    "missing": "is missing",
    "extra_forbidden": "is a field that this mefirst does not know",
    "string_too_short": "needs at least {min_length} characters",
    "string_pattern_mismatch": "is not written as such a text is",
    "bool_type": "takes true or false",
    "bool_parsing": "takes true or false",
    "too_long": "has more than {max_length} lines",
    "too_short": "has fewer than {min_length} lines",
    "tuple_type": "takes a list",
    "list_type": "takes a list",
    "dict_type": "takes fields with names",
    "model_type": "takes fields with names",
    "model_attributes_type": "takes fields with names",
    "none_required": "takes nothing",
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "takes a day such as 2026-11-23",
    ),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"),
        "takes a moment such as 2026-11-23T18:41:00+01:00",
    ),
}
_LONGEST = 60


def misfit(problem: ValidationError) -> str:
    """Return the first thing that does not fit, in a few words: 'value' of impacts 1 is at most 3."""
    first = problem.errors(include_url=False, include_input=False)[0]
    place = _place([step for step in first["loc"] if step != "[key]"])
    context: dict[str, Any] = first.get("ctx", {})
    if first["type"] == "value_error":
        return f"{place}: {context['error']}" if place else str(context["error"])
    sentence = _SENTENCES.get(first["type"], "cannot be right").format(**context)
    return f"{place or 'all of it'} {sentence}"


def _place(steps: list[str | int]) -> str:
    """Return a field as one would point at it; lines of a list are counted from 1."""
    names = [str(step + 1) if isinstance(step, int) else step for step in steps]
    if not names:
        return ""
    if isinstance(steps[-1], int) and len(names) > 1:
        names[-2:] = [" ".join(names[-2:])]
    around = f" of {' '.join(names[:-1])}" if names[:-1] else ""
    return one_line(f"'{names[-1]}'{around}", _LONGEST)
