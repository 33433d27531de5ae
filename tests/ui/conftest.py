"""A real server over a small real library, and a real browser, for the tests marked `browser`."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eval.bench.page import CHROMIUM, HOW_TO_GET_IT, NoPage, chromium, served
from eval.bench.page import listener as listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Taken out of the environment at once: the settings refuse variables that they do not know.
SCREENSHOTS = os.environ.pop("LPIP_SCREENSHOTS", None)

NOTES = (
    "lpip-hub-about",
    "nccpe-lpip",
    "arsyllfa-launch",
    "tfc-action-research",
    "ypip-ciy-projects",
    "lssi-ypip",
    "retrofit-london",
    "barnsley-ptw-page",
    "wwg-scoring-guide",
    "lpip-place-fellows-call",
    "lpip-skills-review",
    "wwg-apprenticeships",
)
PILOT = (
    "The Harbour Skills Pilot ran in Grimsby from 2021 to 2023.",
    "The Harbour Skills Pilot placed 412 residents of Grimsby into work.",
    "Its evaluation did not measure wages.",
)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Headless Chromium."""
    try:
        with chromium() as opened:
            yield opened
    except NoPage as error:
        if CHROMIUM:
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback that only remembers what was asked of it: (port, requests)."""
    with listening() as heard:
        yield heard


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the library that the server serves."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(
    listener: tuple[int, list[str]], home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of lpip-ui over a library with notes, a PDF and a hostile file."""
    folder = tmp_path_factory.mktemp("files")
    environment = os.environ | {"LPIP_HOME": str(home)}
    write_pdf(folder / "harbour.pdf", ("Harbour Skills Pilot: evaluation", *PILOT))
    (folder / "harbour.pdf.meta.yaml").write_text(
        "title: Harbour Skills Pilot evaluation\npublisher: Grimsby Borough\n"
        "published: '2024-03'\nurl: https://example.org/harbour.pdf\ndoc_type: report\n",
        encoding="utf-8",
    )
    write_hostile(folder / "hostile.txt", listener[0])
    _put_in([*notes(), folder], environment)
    # The README's pictures show the whole starter corpus; the tests need only a part.
    with served(home, starter=bool(SCREENSHOTS)) as (address, _):
        yield address


@pytest.fixture
def page(browser: "Browser", server: str) -> "Iterator[Page]":
    """A fresh desktop window on the empty Ask page; any dialog fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    dialogs: list[str] = []
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened.set_default_timeout(30_000)
    opened.goto(server)
    opened.locator(".hero h1").wait_for(timeout=90_000)
    yield opened
    context.close()
    assert dialogs == []


@pytest.fixture
def phone(browser: "Browser", server: str) -> "Iterator[Page]":
    """A window as wide as a small phone."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, has_touch=True)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.goto(server)
    opened.locator(".hero h1").wait_for(timeout=90_000)
    yield opened
    context.close()


WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 375, "height": 812}, "has_touch": True},
    "welsh": {"viewport": {"width": 1440, "height": 900}, "locale": "cy-GB"},
}


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest, browser: "Browser") -> "Iterator[tuple[str, Page]]":
    """A window of each kind: its name, and an empty page."""
    context = browser.new_context(**WINDOWS[request.param])
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield request.param, page
    context.close()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def violations() -> "Callable[[Page], list[str]]":
    """What axe-core finds on a page that is drawn: rule, element and why, one line each."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install -e .[test]"
    )

    def found(page: "Page") -> list[str]:
        page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        page.mouse.move(0, 0)  # Streamlit hangs a tooltip outside every landmark.
        page.wait_for_timeout(500)
        rules = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
        return [
            f"{rule['id']}: {node['html'][:160]} {' '.join(node['failureSummary'].split())[:160]}"
            for rule in rules
            for node in rule["nodes"]
        ]

    return found


@pytest.fixture
def picture() -> "Callable[[Page, str], None]":
    """Writes a picture of the window for the README when LPIP_SCREENSHOTS names a folder."""

    def shoot(shown: "Page", name: str) -> None:
        if SCREENSHOTS:
            shown.wait_for_timeout(700)
            shown.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")

    return shoot


@pytest.fixture
def newcomer(tmp_path: Path) -> Path:
    """A PDF that the library does not hold yet."""
    path = tmp_path / "lantern.pdf"
    lines = ("The Lantern Fund gave 318 grants to village halls in Powys.", "It closed in 2022.")
    write_pdf(path, ("Lantern Fund: closing report", *lines))
    return path


def notes() -> list[Path]:
    """Some notes of the starter corpus."""
    from corpus.catalogue import notes_folder

    return [path for name in NOTES if (path := notes_folder() / f"{name}.md").exists()]


def write_hostile(path: Path, port: int) -> None:
    """A text file whose title, publisher and text try to load something or to run."""
    here = f"http://127.0.0.1:{port}"
    attack = (
        f"<img src={here}/tag> ![x]({here}/markdown) <script>fetch('{here}/script')</script> "
        f":material/home: $x^2$ **bold**"
    )
    title = f"Zeppelin subsidy <img src={here}/title> ![t]({here}/title-markdown)"
    path.write_text(
        "The Zeppelin subsidy paid 77 million crowns to airship makers in Friedrichshafen.\n\n"
        f"The Zeppelin subsidy page says {attack} to its readers.\n",
        encoding="utf-8",
    )
    path.with_name(f"{path.name}.meta.yaml").write_text(
        f"title: '{title}'\npublisher: 'Zeppelin Office <img src={here}/publisher>'\n"
        "published: '2025'\n",
        encoding="utf-8",
    )


# A line across the top and a figure without words: a page looks like one of a report.
FIGURE = (
    "0.06 0.36 0.39 rg 72 770 451 3 re f 0.75 0.78 0.78 rg 72 380 451 1 re f 0.45 0.66 0.67 rg "
    + " ".join(
        f"{96 + 70 * at} 381 40 {height} re f"
        for at, height in enumerate((60, 110, 150, 190, 140, 90))
    )
)


def write_pdf(path: Path, lines: tuple[str, ...]) -> None:
    """A PDF of two pages in Helvetica: a cover with the first line, then the others."""
    pages = [lines[:1], lines[1:]]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 2 /Kids [4 0 R 6 0 R] >>",
    ]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, shown in enumerate(pages):
        rows = " ".join(f"({line}) Tj 0 -28 Td" for line in shown)
        drawn = f"{FIGURE} 0 g " if number else ""
        content = f"{drawn}BT /F1 14 Tf 72 700 Td {rows} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    path.write_bytes((body + end).encode("latin-1"))


def _put_in(paths: list[Path], environment: dict[str, str]) -> None:
    """Puts files into the library, in a process of its own as a person would."""
    work = (
        "import sys; from pathlib import Path; from ingest.pipeline import add; "
        "from ingest.settings import load_settings; "
        "report = add([Path(p) for p in sys.argv[1:]], load_settings()); "
        "sys.exit('\\n'.join(o.message for o in report.outcomes if o.state == 'failed') or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", work, *map(str, paths)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in words why the browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(HOW_TO_GET_IT in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"browser tests skipped, {HOW_TO_GET_IT}")
