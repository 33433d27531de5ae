"""Payloads in what the library holds: titles, passages, searches over them, names of files."""

from collections.abc import Sequence

from eval.bench.payloads import (
    LONGEST_FILE_NAME,
    ON_A_PAGE,
    album,
    album_text,
    bare,
    batches,
    leaflet_text,
    title_of,
    together,
)
from eval.bench.showing.window import Found, Window

_QUERY, _NAME_SHOWN = 400, 150


def titles(window: Window, texts: Sequence[str], found: Found) -> None:
    """The list of the Library, ten titles and publishers at a time."""
    window.open("library")
    for ten, batch in enumerate(batches(texts, 10)):
        _find(window, f"zq{ten:03d}")
        found.compare(batch, window.look(found), limit=120)


def _find(window: Window, sought: str) -> None:
    """Narrows the list of the Library; returns when it is drawn."""
    find = window.page.locator(".st-key-library-find input")
    find.fill(sought)
    find.press("Enter")
    row = "[class*='st-key-open-'] button"
    window.page.locator(row, has_text=sought).first.wait_for()
    window.settle()


def passages(window: Window, texts: Sequence[str], found: Found) -> None:
    """Pages that hold many of them, beside the Library."""
    for number, batch in enumerate(batches(texts, ON_A_PAGE)):
        window.open("library")
        _find(window, album(number))
        window.page.locator("[class*='st-key-open-'] button").first.click()
        window.page.locator(".st-key-read-it button").click()
        window.page.locator(".st-key-source h2", has_text=album(number)).wait_for()
        window.settle()
        found.compare(batch, window.look(found))


def searches(window: Window, texts: Sequence[str], found: Found) -> None:
    """Queries, which stand in their field as typed; what they find is shown as it is held."""
    held = bare(
        "\n".join(
            [leaflet_text(text) for text in texts]
            + [album_text(n, batch) for n, batch in enumerate(batches(texts, ON_A_PAGE))]
        )
    )
    known = bare("\n".join([title_of(at, text) for at, text in enumerate(texts)] + ["Album"]))
    window.open("search")
    query = window.page.locator(".st-key-search-query input")
    for batch in together(texts, _QUERY):
        query.fill(" ".join(batch)[:_QUERY])
        query.press("Enter")
        # A field that is read while one types asks a moment later than it is left.
        window.page.wait_for_timeout(600)
        window.settle()
        window.look(found)
        found.compare(batch, query.input_value(), limit=len(bare(query.input_value())))
        hits = window.page.locator("[class*='st-key-hitbody-']")
        for text in hits.locator(".hit p:last-child").all_inner_texts():
            found.unlike += [part for part in text.split("…") if bare(part) not in held]
        for title in hits.locator("[class*='st-key-open-'] button").all_inner_texts():
            start = bare(title).rstrip("…")
            found.unlike += [] if start.startswith("Album") or start in known else [title]


def file_names(window: Window, texts: Sequence[str], found: Found) -> None:
    """Names of files that cannot be read, in the message that says so."""
    from playwright.sync_api import FilePayload

    for batch in batches(texts, 20):
        window.open("library")
        window.page.get_by_role("tab").nth(2).click()
        names = [file_name(text) for text in batch]
        window.page.locator("input[type=file]").set_input_files(
            [FilePayload(name=n, mimeType="application/pdf", buffer=b"no") for n in names]
        )
        window.settle()
        window.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        # Lines stand below the bar while files are read; it goes when those that stay are drawn.
        window.page.locator(".outcome-failed").nth(len(names) - 1).wait_for()
        window.page.get_by_test_id("stProgress").wait_for(state="hidden")
        window.settle()
        window.look(found)
        shown = "\n".join(window.page.locator(".outcome").all_inner_texts())
        found.compare([_end(name) for name in names], shown)


def file_name(text: str) -> str:
    """A name that a file system takes: without separators, at most 250 bytes, of a PDF."""
    name = "".join(letter for letter in text if letter not in "/\\\x00")
    return f"{name.encode()[:LONGEST_FILE_NAME].decode('utf-8', 'ignore')}.pdf"


def _end(name: str) -> str:
    """As much of a long name as is shown."""
    return name.encode()[-_NAME_SHOWN:].decode("utf-8", "ignore")
