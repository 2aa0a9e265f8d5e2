"""Names and places of the files."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefirst.journal.layout import FileName, file_name, month_folder, months, parse_name
from samples import ID, nth_id

HASH = "0123456789ab"


@given(
    st.dates(),
    st.integers(0, 10**9),
    st.integers(1, 10**6),
    st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_a_name_says_what_it_was_made_of(day: date, number: int, revision: int, digest: str) -> None:
    record_id = nth_id(number, day)
    name = file_name(record_id, revision, digest)
    assert parse_name(name) == FileName(name, record_id, revision, digest[:12])
    assert month_folder(record_id) == Path(f"{day.year:04}") / f"{day.month:02}"


def test_a_purged_id_has_no_revision() -> None:
    name = f"{ID}.purged-{HASH}.json"
    assert parse_name(name) == FileName(name, ID, None, HASH)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".DS_Store",
        f"{ID}.json",
        f"{ID}.0-{HASH}.json",
        f"{ID}.01-{HASH}.json",
        f"{ID}.1-{HASH[:-1]}.json",
        f"{ID}.1-{HASH.upper()}.json",
        f"{ID}.1-{HASH}.json.age.age",
        f"{ID}.purged-{HASH}.json.age",
        f"{ID}.1-{HASH}.json~",
        f"{ID}.1-{HASH} (conflicted copy).json",
        f".{ID}.1-{HASH}.json",
        f"{ID.upper()}.1-{HASH}.json",
        f"{ID}.Purged-{HASH}.json",
        f"{ID}.1-{HASH}.tmp",
    ],
)
def test_what_is_no_record_of_ours(name: str) -> None:
    assert parse_name(name) is None


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, ["0007/03", "2025/12", "2026/01", "2026/11", "2027/01"]),
        (date(2026, 1, 15), date(2026, 11, 2), ["2026/01", "2026/11"]),
        (date(2026, 2, 1), date(2026, 10, 31), []),
        (date(2026, 11, 30), None, ["2026/11", "2027/01"]),
        (None, date(2025, 12, 1), ["0007/03", "2025/12"]),
        (date(1, 1, 1), date(7, 3, 1), ["0007/03"]),
        (date(7, 3, 1), date(2025, 12, 31), ["0007/03", "2025/12"]),
        (date(500, 1, 1), date(9999, 12, 31), ["2025/12", "2026/01", "2026/11", "2027/01"]),
    ],
)
def test_which_months_a_stretch_of_days_touches(
    tmp_path: Path, first: date | None, last: date | None, found: list[str]
) -> None:
    """Oldest first, in every year of the calendar; what is no month is passed over."""
    for name in (
        "0007/03",
        "2025/12",
        "2026/01",
        "2026/11",
        "2027/01",
        "2026/13",
        "2026/1",
        "26/11",
        "2026/notes",
    ):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "2028").write_text("a file")
    assert [path.relative_to(tmp_path).as_posix() for path in months(tmp_path, first, last)] == found


def test_no_folder_has_no_months(tmp_path: Path) -> None:
    assert list(months(tmp_path / "none", None, None)) == []
