"""The report in every format: what it says of few numbers, and that the leader's words stay words."""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from hostile import ALL, HOSTILE, hostile_report
from mefirst.analysis.report import Report
from mefirst.analysis.report import report as read_report
from mefirst.model.entry import Entry
from mefirst.model.focus import Focus
from mefirst.model.period import Period
from mefirst.model.query import Query
from mefirst.model.scale import signed
from mefirst.render import document, marks, report_html, report_md, report_plain, report_table
from mefirst.render.reading import figures, small_numbers
from mefirst.text import Canvas, safe, width
from running import forbidden
from samples import DAY, effect, entry, nth_id, reported

NOW = datetime(2026, 11, 23, 18, 41, tzinfo=UTC)
ORIGIN = document.Origin(NOW, "default")
WEEK = Period("week", DAY, DAY + timedelta(days=6))

FORMATS: dict[str, Callable[[Report], str]] = {
    "table": lambda found: report_table.report(found, Canvas()),
    "narrow": lambda found: report_table.report(found, Canvas(50)),
    "plain": report_plain.report,
    "md": report_md.report,
    "html": lambda found: report_html.report(found, ORIGIN),
}


@pytest.fixture(params=list(FORMATS))
def form(request: pytest.FixtureRequest) -> Callable[[Report], str]:
    """Return one of the formats."""
    return FORMATS[request.param]


def of(
    *entries: Entry, period: Period = ALL, focus: Sequence[Focus] = (), oldest: Sequence[Entry] = ()
) -> Report:
    """Return the report of a few entries."""
    return read_report(entries, (), focus, period, Query(), DAY, oldest=oldest)


def moments(*gaps: int, confirmed: bool = False, days_apart: int = 0) -> list[Entry]:
    """Return a moment a gap, each meant +2."""
    return [
        entry(
            nth_id(number, DAY - timedelta(days=number * days_apart)),
            situation="x",
            effects=(
                effect(2, None if confirmed else 2 + gap, *([reported("a", 2 + gap)] if confirmed else ())),
            ),
        )
        for number, gap in enumerate(gaps)
    ]


MEAN = re.compile(r"mean [+−0]|\| mean \||on average")
FIGURE = re.compile(rf"{MEAN.pattern}|median [+−0]|\| median \||in the middle")


@pytest.mark.parametrize("confirmed", [False, True])
def test_few_numbers_allow_no_average(form: Callable[[Report], str], confirmed: bool) -> None:
    """Below three moments no figure, below five no mean, in every format and either status."""
    for n in range(1, 7):
        said = form(of(*moments(*(-1, -2, -1, 0, -1, -2)[:n], confirmed=confirmed)))
        assert bool(FIGURE.search(said)) == (n >= 3), (n, said)
        assert bool(MEAN.search(said)) == (n >= 5), (n, said)


def test_a_week_shows_moments_and_no_averages(form: Callable[[Report], str]) -> None:
    """However many there are in it."""
    said = form(of(*moments(-1, -2, -1, 0, -1, -2, -1), period=WEEK))
    assert not FIGURE.search(said)
    assert "One week is too few for averages: read the moments." in " ".join(said.split())


def test_the_two_statuses_are_never_pooled(form: Callable[[Report], str]) -> None:
    """Two readings of mine and two of theirs are four moments, and no figure."""
    confirmed = [one.changed(id=nth_id(70 + at)) for at, one in enumerate(moments(-2, -2, confirmed=True))]
    assert not FIGURE.search(
        form(of(*moments(-1, -1), *confirmed)).replace("you meant plus 2 in the middle", "")
    )


def test_a_period_without_moments(form: Callable[[Report], str]) -> None:
    """Says so, kindly, and nothing else."""
    said = form(of(period=Period("last-week", DAY, DAY)))
    assert "Nothing to read, nothing to make up for." in " ".join(said.split())
    assert "Meant and arrived" not in said
    assert "MEANT" not in said


def test_moments_without_numbers(form: Callable[[Report], str]) -> None:
    """Words alone make a report too."""
    said = form(of(entry(situation="only words", intent="x", strength="I listened")))
    assert "I listened" in said
    assert not re.search(r"[+−]\d\b(?! strongly)", said.partition("<body>")[2] or said)


def test_my_reading_stands_beside_theirs(form: Callable[[Report], str]) -> None:
    """Where both are known, both are told."""
    one = entry(situation="x", effects=(effect(2, 0, reported("deputy", -1)),))
    said = form(of(one))
    assert re.search(r"your reading was 0|my reading 0|○|\| 0 \| −1 \|", said), said


def test_then_and_now_are_the_leader_s_own_words(form: Callable[[Report], str]) -> None:
    """Both moments, their numbers, no comment."""
    then = entry(
        nth_id(1, date(2026, 8, 3)), situation="Took the pen", effects=(effect(2, -1, toward="ann"),)
    )
    now = entry(nth_id(2), situation="Gave the pen", effects=(effect(2, 2, toward="ann"),))
    said = form(of(now, period=WEEK, oldest=(then,)))
    assert said.lower().index("then and now") < said.index("Took the pen") < said.rindex("Gave the pen")
    assert not re.search("improved|better|worse|worst", said.partition("<body>")[2] or said)


def test_words_of_the_report_never_judge() -> None:
    """No ranking, no score, no streak; never "improved" or "worst"."""
    found = hostile_report()
    for form in FORMATS.values():
        assert not re.search(r"\b(improved?|worst|best|score|rank\w*|streak)\b", form(found), re.IGNORECASE)


@pytest.mark.parametrize("columns", [20, 40, 50, 75, 76, 80, 140])
def test_no_line_of_the_screen_is_too_wide(columns: int) -> None:
    """Whatever stands in it; and no control reaches the terminal."""
    for period in (ALL, WEEK):
        said = report_table.report(hostile_report(period), Canvas(columns))
        assert max(map(width, said.splitlines())) <= columns
        assert not forbidden(said)


def test_letters_stand_for_signs_where_there_are_none() -> None:
    """All of it is ASCII, and as wide as with signs."""
    found = of(*moments(-3, 0, -1), period=WEEK)
    said = report_table.report(found, Canvas(80, glyphs=False))
    assert said.isascii()
    assert "M meant   A arrived, my reading   S arrived, they said" in said
    assert max(map(len, said.splitlines())) <= 80


def test_the_leader_s_words_stay_words_in_markdown() -> None:
    """No link, no picture, no HTML, no heading, list or table of theirs: parsed, it is text."""
    for period in (ALL, WEEK):
        said = report_md.report(hostile_report(period))
        assert not forbidden(said)
        tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(said)
        inline = [child for token in tokens for child in token.children or ()]
        assert {token.type for token in inline} <= {"text", "code_inline", "text_special", "softbreak"}
        assert {token.type.rpartition("_")[0] or token.type for token in tokens} <= {
            "heading", "paragraph", "bullet_list", "list_item", "inline",
            "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        assert all(token.level == 0 for token in tokens if token.type == "bullet_list_open")
        rows = re.findall(r"(?m)^\|.*\|$", said)
        assert rows
        text = "".join(child.content for child in inline)
        for words in HOSTILE[:3]:
            assert safe(words) in text


def test_markdown_is_plain_where_nothing_has_to_be_escaped() -> None:
    """Ordinary words come out as they were written."""
    words = "Corrected my deputy's figures (last month's), then: \"why?\""
    assert report_md.inert(words) == words
    assert report_md.inert("- x") == "\\- x"
    assert report_md.inert("12. x") == "12\\. x"
    assert report_md.inert("=cmd()") == "\\=cmd()"
    assert report_md.inert("www.host.invalid http://x") == "www\\.host.invalid http\\://x"


class Page(HTMLParser):
    """What stands in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.style = ""
        self.text = ""
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "style":
            self.style += data
        else:
            self.text += data


@pytest.mark.parametrize("period", [ALL, WEEK], ids=["all", "week"])
def test_the_page_holds_nothing_that_acts(period: Period) -> None:
    """No script, no link, no picture from elsewhere, no handler, no style of its own on an element."""
    text = report_html.report(hostile_report(period), ORIGIN)
    page = Page(text)
    assert not forbidden(text)
    assert not {name for name, _ in page.tags} & {
        "script",
        "a",
        "img",
        "link",
        "iframe",
        "object",
        "form",
        "base",
    }
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | (
        names & {"style", "href", "src", "action"}
    )
    for words in HOSTILE:
        assert " ".join(safe(" ".join(words.split())).split()) in " ".join(page.text.split())


def test_the_policy_names_the_one_style_sheet() -> None:
    """Its digest, and nothing else is allowed."""
    page = Page(report_html.report(of(*moments(-1)), ORIGIN))
    policy = next(
        one["content"] for tag, one in page.tags if one.get("http-equiv") == "Content-Security-Policy"
    )
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_headings_and_tables_of_the_page_have_an_order() -> None:
    """One h1, no level left out; each table with a caption, each head cell with a scope."""
    for found in (hostile_report(), of(*moments(-1, -1), period=WEEK)):
        tags = Page(report_html.report(found, ORIGIN)).tags
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        names = [tag for tag, _ in tags]
        assert names.count("table") == names.count("caption")
        assert all("scope" in attributes for tag, attributes in tags if tag == "th")
        identities = [attributes["id"] for _, attributes in tags if "id" in attributes]
        assert len(identities) == len(set(identities))


def test_marks_on_the_same_spot_differ_in_shape_and_size() -> None:
    """Meant, my reading and theirs at one point: all three are drawn, and named."""
    one = entry(situation="x", effects=(effect(2, 2, reported("a", 2)),))
    text = report_html.report(of(one, period=WEEK), ORIGIN).partition('<table class="stacks">')[2]
    svg = text[text.index("<svg") : text.index("</svg>")]
    assert 'aria-label="Meant plus 2, my reading plus 2, they said plus 2"' in svg
    assert [svg.count(f'class="{mark}"') for mark in ("meant", "mine", "theirs")] == [1, 1, 1]


def test_where_marks_stand() -> None:
    """−3 and +3 lie as far from the middle as they should; what lowered something is marked."""
    line = of(entry(effects=(effect(3, -3),))).summary.lines[0]
    drawn = marks.of_effect(line)
    assert (drawn.meant, drawn.mine, drawn.theirs) == (204.0, 36.0, None)
    assert (drawn.span, drawn.low) == ((204.0, 45.0), True)
    assert marks.of_effect(of(entry(effects=(effect(1, None),))).summary.lines[0]).span is None


def test_the_calendar_shows_the_days_of_the_period() -> None:
    """Over the turn of a year too; a month beyond the twelfth is left out, and that is said."""
    early, late = (
        entry(nth_id(1, date(2025, 12, 31)), intent="x"),
        entry(nth_id(2, date(2026, 1, 1)), intent="x"),
    )
    page = report_html.report(of(early, late), ORIGIN)
    assert re.findall("<caption>((?:December|January|February).*)</caption>", page) == [
        "December 2025",
        "January 2026",
    ]
    assert page.count("1 moment</span>") == 2
    long = report_html.report(of(entry(nth_id(3, date(2024, 1, 1)), intent="x"), late), ORIGIN)
    assert "Only the last twelve months are shown." in long
    assert "<caption>January 2024</caption>" not in long


def test_figures_and_sentences_of_small_numbers() -> None:
    """What stands beside a mean, and what a first backfire is told."""
    told = figures(of(*moments(-1, -2, 0, -1, -1)).summary.overall, signed)
    assert [(one.label, one.n, one.kind, one.arrived, one.gap, one.size) for one in told] == [
        ("My readings", 5, "mean", "+1", "−1", "1")
    ]
    assert list(small_numbers(of(*moments(-4)).summary)) == [
        "One moment, your reading. Nothing to conclude yet."
    ]
    assert list(small_numbers(of(*moments(-4, -1, 0)).summary)) == [
        "One step can be noise in a rating.",
        "Backfired: 1, your reading.",
        "Landed: 1, your reading.",
    ]


@pytest.mark.parametrize("columns", [44, 50, 80, 140])
def test_a_command_is_never_broken(columns: int) -> None:
    """It is there to be pasted, so it stands on a line as a whole."""
    one = entry(situation="x", effects=(effect(2, 1, toward="somebody-from-work"),))
    said = report_table.report(of(one), Canvas(columns))
    assert f"mefirst ask {one.id[9:15]} --of somebody-from-work" in said
    assert max(map(width, said.split("\n"))) <= columns
