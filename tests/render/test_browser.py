"""The page as a browser takes it: nothing is asked for, nothing runs, and everybody can read it, on any screen."""

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from hostile import ALL, HOSTILE, hostile_report
from mefirst.model.period import Period
from mefirst.render import document, report_html
from mefirst.text import safe
from running import NOW, lay_out_sample, mefirst
from samples import DAY, RECORDED

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = files("axe_core_python").joinpath("axe.min.js")

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
    pytest.mark.skipif(not DRIVER, reason="chromedriver is not installed"),
]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = 360, 1000


class Browser:
    """One chromium for all tests of this file."""

    def __init__(self, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options, Service(DRIVER))

    def open(self, path: Path, columns: int = DESK, scheme: str = "light") -> None:
        """Show a file at a width, in light or dark."""
        self.command(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
        )
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=columns,
            height=800,
            deviceScaleFactor=1,
            mobile=columns == PHONE,
        )
        self.logs("performance")
        self.logs("browser")
        self.driver.get(path.as_uri())

    def command(self, name: str, **parameters: Any) -> Any:
        """Send a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def logs(self, kind: str) -> list[Any]:
        """Return what was logged since the last time."""
        found: list[Any] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return found

    def run(self, script: str) -> Any:
        """Evaluate a script of ours in the page; its policy binds the page, not us."""
        return self.driver.execute_script(script)

    def too_wide(self, columns: int) -> int:
        """Return by how many pixels the page is wider than the screen, or than it may be."""
        wide, screen = self.run(
            "const root = document.documentElement; return [root.scrollWidth, root.clientWidth]"
        )
        return int(wide - min(screen, columns))

    def requests(self) -> list[str]:
        """Return the addresses asked for since the page was opened."""
        messages = [json.loads(one["message"])["message"] for one in self.logs("performance")]
        return [
            one["params"]["request"]["url"]
            for one in messages
            if one["method"] == "Network.requestWillBeSent"
        ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start chromium with a profile of its own, and end it."""
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.driver.quit()


SAMPLES = {"report": ("report",), "long": ("report", "8w"), "gaps": ("gaps", "4w", "--by", "person")}
WORLDS = [
    *(("report", columns, scheme) for columns in (DESK, PHONE) for scheme in ("light", "dark")),
    ("long", DESK, "dark"),
    ("long", PHONE, "light"),
    ("gaps", DESK, "light"),
    ("gaps", PHONE, "dark"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the pages looked at: of hostile words, everything and a week; of the sample, by the command line."""
    folder = tmp_path_factory.mktemp("pages")
    origin = document.Origin(RECORDED, "default")
    paths = {name: folder / f"{name}.html" for name in ("hostile", "week", *SAMPLES)}
    paths["hostile"].write_text(report_html.report(hostile_report(ALL), origin), "utf-8")
    paths["week"].write_text(report_html.report(hostile_report(Period("week", DAY, DAY)), origin), "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MEFIRST_HOME", str(lay_out_sample(folder / "home")))
        for name, words in SAMPLES.items():
            assert mefirst(*words, "--now", NOW, "--output", str(paths[name])).code == 0
    return paths


def opened_details(browser: Browser) -> None:
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("name", ["hostile", "week"])
def test_nothing_is_asked_for_and_nothing_runs(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """One request, for the file; no word on the console; no script in it, and hostile words are words."""
    browser.open(pages[name])
    assert browser.requests() == [pages[name].as_uri()]
    assert browser.logs("browser") == []
    assert browser.run("return document.scripts.length") == 0
    assert (
        browser.run("return document.querySelectorAll('img, a, iframe, object, form, [style]').length") == 0
    )
    assert "owned" not in browser.driver.title
    opened_details(browser)
    text = " ".join(browser.run("return document.body.textContent").split())
    for words in HOSTILE if name == "hostile" else HOSTILE[:1]:
        assert " ".join(safe(" ".join(words.split())).split()) in text


def test_the_policy_keeps_out_what_would_run(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    """A script and a picture put into the page by hand are refused: this test could see them."""
    path = tmp_path / "changed.html"
    page = pages["week"].read_text("utf-8")
    path.write_text(
        page.replace("<main>", "<main><script>document.title = 'ran'</script><img src='x.png'>"), "utf-8"
    )
    browser.open(path)
    assert browser.driver.title != "ran"
    assert len(browser.logs("browser")) == 2


@pytest.mark.parametrize("columns", [DESK, PHONE])
def test_hostile_words_do_not_make_it_scroll_sideways(
    browser: Browser, pages: dict[str, Path], columns: int
) -> None:
    """Four hundred letters without a blank among them; a wider element would be noticed."""
    browser.open(pages["hostile"], columns)
    opened_details(browser)
    assert browser.too_wide(columns) == 0
    browser.run("document.querySelector('h2').style.width = '1100px'")
    assert browser.too_wide(columns) > 0


@pytest.mark.parametrize(("name", "columns", "scheme"), WORLDS)
def test_everybody_can_read_it(
    browser: Browser, pages: dict[str, Path], name: str, columns: int, scheme: str
) -> None:
    """Axe finds nothing: contrast, tables, headings, names of pictures; and nothing scrolls sideways."""
    browser.open(pages[name], columns, scheme)
    opened_details(browser)
    assert browser.too_wide(columns) == 0
    browser.run(AXE.read_text("utf-8"))
    browser.driver.set_script_timeout(60)
    found = browser.driver.execute_async_script(
        """
        const done = arguments[0];
        const told = one => [one.id, one.impact, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))];
        axe.run({resultTypes: ["violations"]}).then(found => done(found.violations.map(told)));
        """
    )
    assert found == []
    assert browser.logs("browser") == []


@pytest.mark.parametrize("name", SAMPLES)
def test_in_black_and_white_it_prints(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """On paper the marks differ in shape and darkness, no color is left, and no line is cut at the edge."""
    browser.open(pages[name])
    browser.command("Emulation.setEmulatedMedia", media="print")
    colors = browser.run(
        "return [...new Set([...document.querySelectorAll('main *')].flatMap(one => "
        "[getComputedStyle(one).color, getComputedStyle(one).fill, getComputedStyle(one).stroke]))]"
    )
    browser.command("Emulation.setEmulatedMedia", media="")
    for color in colors:
        if color.startswith("rgb"):
            red, green, blue = color[color.index("(") + 1 : -1].split(",")[:3]
            assert red.strip() == green.strip() == blue.strip(), color
    printed = browser.command("Page.printToPDF", preferCSSPageSize=True)
    assert printed["data"].startswith("JVBERi")
