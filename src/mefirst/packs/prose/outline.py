"""Finds the settings, items and texts of a pack line by line, and mends where and how each of them begins."""

import re

from mefirst.packs.prose import heads, places, spans
from mefirst.packs.prose.entries import (
    Entry,
    Kind,
    Level,
    Shape,
    is_prose,
    is_strict,
    kind_of_item,
    kind_under,
    settings,
)
from mefirst.packs.prose.heads import Head
from mefirst.packs.prose.places import Around, Place, Role
from mefirst.packs.prose.signs import Finding, blank_named, parts, spaces, unusual

_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")
_OTHER_DOCUMENT = re.compile(r"^mefirst_(?!pack\b)\w+ *:", re.MULTILINE)
_STEP = 2

_MISPLACED = "This line begins at column {}, but what it belongs to begins at column {}."
_TOO_FAR_LEFT = "This line belongs to the text above it, and has to stand further in."
_MOVES = "This line belongs to the one above it, which has to stand further in."
_ALONE = (
    "YAML does not know what this line belongs to. Write a text on one line, or set its lines further in."
)
_NO_HYPHEN = "An item of a list begins here: it needs a hyphen and a blank at its beginning."
_COMMENT = "YAML takes this line for a comment. If it is part of the text above it, write both on one line."
_BLANK_LINE = "This line looks empty and is not. Delete what stands on it."


class Outline:
    """Walks over the lines once. Afterwards `lines` are mended, and `entries` are the values on them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        is_pack = not _OTHER_DOCUMENT.search("\n".join(lines))
        self._levels = [Level(_margin(lines), Kind.PACK) if is_pack else Level(0, Kind.OTHER)]
        self._entry: Entry | None = None
        self._tabbed: dict[tuple[str, bool], int] = {}

    def walk(self) -> None:
        """Read every line."""
        row = 0
        while row < len(self.lines):
            row = self._line(row)

    def _line(self, row: int) -> int:
        """Read the line at `row` and what belongs to it; return the next row."""
        line = self.lines[row]
        lead, rest = parts(line)
        if not rest or rest[0] == "#" or (not lead and _MARKER.match(line)):
            self._pass(row, lead, rest)
            return row + 1
        around = Around(self._levels, self._entry, self._before(), self._following(row))
        width = None if "\t" in lead else len(spaces(lead))
        head = heads.parse(
            rest,
            at_level=places.at_level(width, around),
            in_texts=places.in_texts(width, around),
            beside_settings=width is not None and around.map_at(width) is not None,
            after_text=self._entry is None or self._entry.prose,
        )
        if width is None:
            width = self._remembered(lead, head, around)
        place = places.place(head, width, around)
        if place.role is Role.STRAY:
            return self._stray(row, lead, rest)
        self._tabbed[lead, bool(head.item)] = place.column
        return self._write(row, lead, head, place)

    def _pass(self, row: int, lead: str, rest: str) -> None:
        """Mend the blanks of an empty line or of a comment."""
        entry = self._entry
        in_text = entry is not None and entry.prose and entry.shape is Shape.OPEN and len(lead) > entry.column
        if in_text and rest[1:2].isdigit():
            self.findings.append(Finding(row, len(lead), "P121", _COMMENT, certain=False))
        if "\t" in lead or unusual(lead) >= 0:
            self.lines[row] = spaces(lead).replace("\t", "  ") + rest if rest else ""
            self._find(row, 0, "P126", blank_named(lead) if rest else _BLANK_LINE)

    def _stray(self, row: int, lead: str, rest: str) -> int:
        word = rest.partition(" ")[0]
        if heads.known(word):
            self.findings.append(Finding(row, len(lead), "P127", heads.NO_COLON.format(word)))
        elif self._entry is not None:
            self.findings.append(Finding(row, len(lead), "P129", _ALONE))
        return row + 1

    def _remembered(self, lead: str, head: Head, around: Around) -> int | None:
        """Return the column an indentation with tabs stood for before, if something still stands there."""
        column = self._tabbed.get((lead, bool(head.item)))
        stands = any(level.column == column and level.listed == bool(head.item) for level in around.levels)
        return column if stands and (head.item or head.key) and not around.awaits(None) else None

    def _write(self, row: int, lead: str, head: Head, place: Place) -> int:
        """Mend the line at `row`, note what was wrong with it and read its value; return the next row."""
        if place.role is Role.TEXT:
            head = Head("", "", "", head.item + head.key + head.joint + head.value)
        self._pop(place)
        level = self._level(head, place, len(lead))
        mended, wrong = heads.mended(head, level)
        fixed = mended._replace(item=place.hyphen or mended.item)
        self.lines[row] = " " * place.column + "".join(fixed)
        for offset, code, message in wrong:
            self._find(row, len(lead) + offset, code, message)
        if place.hyphen:
            self._find(row, len(lead), "P128", _NO_HYPHEN)
        if lead != " " * place.column and not place.hyphen:
            self._find(row, *_indented(lead, place))
            if not head.value.rstrip() or head.value[0] in "|>":
                self._move(row, len(lead), place.column)
        if place.role is Role.TEXT:
            return self._continued(row, place.column)
        return self._enter(row, fixed, place, level)

    def _move(self, row: int, raw: int, column: int) -> None:
        """Move what stands under a line that was moved to the right, if it would not stand further in any more."""
        first = self._following(row)
        if not raw < first <= column:
            return
        for under in range(row + 1, len(self.lines)):
            lead, rest = parts(self.lines[under])
            if rest and (len(lead) <= raw or lead.strip(" ")):
                return
            if rest:
                self.lines[under] = " " * (column - raw) + self.lines[under]
                self._find(under, 0, "P129", _MOVES)

    def _pop(self, place: Place) -> None:
        """Leave the groups that end before a line at that place."""
        if place.role is Role.TEXT:
            return
        while len(self._levels) > 1:
            top = self._levels[-1]
            over = top.listed and top.column == place.column and place.role is Role.KEY
            if top.column <= place.column and not over:
                return
            self._levels.pop()

    def _level(self, head: Head, place: Place, raw: int) -> Level | None:
        """Return the map a name stands in, opening the list and the map the line begins."""
        if place.role is Role.TEXT:
            return None
        if place.role is Role.ITEM:
            top = self._levels[-1]
            if not (top.listed and top.column == place.column):
                self._levels.append(Level(place.column, place.opens or Kind.OTHER, listed=True))
            if not head.key:
                return None
            item = place.hyphen or heads.hyphen(head)
            self._levels.append(Level(place.column + len(item), kind_of_item(self._levels[-1].kind)))
        elif place.opens:
            moved = self._entry is not None and raw == self._entry.column
            self._levels.append(Level(place.column, place.opens, moved=moved))
        return self._levels[-1]

    def _enter(self, row: int, head: Head, place: Place, level: Level | None) -> int:
        """Note the value that begins on this line; return the row behind it."""
        start = place.column + len(head.item) + len(head.key) + len(head.joint)
        if level is None:
            kind = kind_of_item(self._levels[-1].kind)
            entry = Entry(row, start, place.column, "", kind, kind is Kind.TEXTS, strict=False, item=True)
        else:
            level.names.add(head.name)
            kind, column = level.kind, place.column + len(head.item)
            strict = is_strict(kind, head.name)
            under, prose = kind_under(kind, head.name), is_prose(kind, head.name)
            entry = Entry(row, start, column, head.name, under, prose, strict, item=False)
        entry.indent = entry.column + _STEP
        return self._began(entry)

    def _continued(self, row: int, column: int) -> int:
        """Note a line that goes on with the text above it, or that begins it."""
        entry = self._entry
        if entry is not None and entry.shape is Shape.EMPTY:
            begun = Entry(
                row, column, entry.column, entry.key, entry.kind, entry.prose, entry.strict, entry.item
            )
            begun.indent = column
            return self._began(begun)
        if entry is not None and entry.shape is Shape.OPEN:
            entry.rows.append(row)
        return row + 1

    def _began(self, entry: Entry) -> int:
        self.entries.append(entry)
        self._entry = entry
        beyond = spans.reach(entry, self.lines)
        if entry.shape is Shape.BLOCK:
            self._align(entry)
        return beyond

    def _align(self, entry: Entry) -> None:
        """Set the lines of a block at least as far in as its first one."""
        for row in entry.rows:
            lead, rest = parts(self.lines[row])
            if rest and not lead.startswith(" " * entry.indent):
                self.lines[row] = " " * entry.indent + rest
                place = Place(Role.TEXT, entry.indent)
                self._find(row, *_indented(lead, place))

    def _before(self) -> str:
        """Return the last line of the value before."""
        return self.lines[(self._entry.rows or [self._entry.row])[-1]] if self._entry else ""

    def _following(self, row: int) -> int:
        """Return the column of the next line that holds something; -1 behind the last one."""
        for under in range(row + 1, len(self.lines)):
            lead, rest = parts(self.lines[under])
            if rest and rest[0] != "#":
                return len(spaces(lead))
        return -1

    def _find(self, row: int, offset: int, code: str, message: str) -> None:
        self.findings.append(Finding(row, offset, code, message, self.lines[row]))


def _indented(lead: str, place: Place) -> tuple[int, str, str]:
    """Return offset, code and message about an indentation that is not as it should be."""
    if "\t" in lead or unusual(lead) >= 0:
        first = min(at for at in (lead.find("\t"), unusual(lead)) if at >= 0)
        return first, "P126", blank_named(lead[first:])
    if place.role is Role.TEXT:
        return len(lead), "P129", _TOO_FAR_LEFT
    return len(lead), "P129", _MISPLACED.format(len(lead) + 1, place.column + 1)


def _margin(lines: list[str]) -> int:
    """Return the column at which the settings of the pack begin."""
    names = "|".join(sorted(settings(Kind.PACK)))
    own = re.compile(f"( *)([\"']?)(?:{names})\\2 *:", re.IGNORECASE)
    return min((len(found[1]) for line in lines if (found := own.match(line))), default=0)
