"""Payloads in what people ask and say: questions, answers, feedback, names, failures."""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from eval.bench.page import served
from eval.bench.payloads import bare, label, together
from eval.bench.showing.refusing import refusing
from eval.bench.showing.window import Found, Window

_QUESTION, _FEEDBACK, _NAME, _ADDRESS, _NOTE = 1900, 1000, 120, 1500, 300
_FORMULA = tuple("=+-@\t\r")


def questions(window: Window, texts: Sequence[str], found: Found) -> None:
    """Questions, several in one where they are short."""
    for batch in together(texts, _QUESTION):
        window.ask("\n".join(batch))
        found.compare(batch, window.look(found))


def answers(window: Window, texts: Sequence[str], found: Found) -> None:
    """Answers whose quote holds the payload, and their sources."""
    for text in texts:
        window.ask(_asked(text))
        window.until_shown(text)
        shown = window.look(found)
        if window.chips().count():
            _open_first(window)
            shown += window.look(found)
        found.compare([text], shown)


def feedback(window: Window, texts: Sequence[str], found: Found) -> None:
    """What readers write about an answer, in the field and in the files that hold it later."""
    said = []
    for batch in together(texts, _FEEDBACK):
        window.ask(_asked(batch[0]))
        window.page.locator(".st-key-not-helpful-0 button").first.click()
        said.append(_send(window, "answer-0", batch, found))
    _kept(window, said, "answer", found)


def citations(window: Window, texts: Sequence[str], found: Found) -> None:
    """What readers write about a citation, in the field and in the files that hold it later."""
    said = []
    for batch in together(texts, _FEEDBACK):
        window.ask(_asked(texts[0]))
        _open_first(window)
        window.page.locator(".st-key-citation-wrong button").first.click()
        said.append(_send(window, "citation-0-", batch, found))
    _kept(window, said, "claim", found)


def _asked(text: str) -> str:
    return f"What does {label(text)} say to its readers?"


def _open_first(window: Window) -> None:
    window.chips().first.click()
    window.page.locator(".st-key-source .page-text").first.wait_for()
    window.settle()


def _send(window: Window, form: str, batch: Sequence[str], found: Found) -> str:
    """Writes into an open form and sends it. Returns what was written."""
    field = window.page.locator(f"[class*='st-key-text-{form}'] textarea")
    field.fill("\n".join(batch)[:_FEEDBACK])
    found.compare(batch, field.input_value(), limit=len(bare(field.input_value())))
    window.page.get_by_role("button", name="Send", exact=True).click()
    window.page.get_by_text("Your feedback is kept").first.wait_for()
    window.settle()
    window.look(found)
    return "\n".join(batch)[:_FEEDBACK]


def _kept(window: Window, said: Sequence[str], about: str, found: Found) -> None:
    """The file that History gives, and what `lpip-ask --feedback` prints, hold what was said."""
    window.open("history")
    window.look(found)
    with window.page.expect_download() as awaited:
        window.page.locator(".st-key-feedback-csv button").click()
    command = [str(Path(sys.executable).with_name("lpip-ask")), "--feedback"]
    ended = subprocess.run(
        command, env={**os.environ, "LPIP_HOME": str(window.home)}, capture_output=True, check=True
    )
    for written in (Path(awaited.value.path()).read_bytes(), ended.stdout):
        file = io.StringIO(written.decode("utf-8-sig"), newline="")
        rows = [row for row in csv.DictReader(file) if row["about"].startswith(about)]
        # A spreadsheet would take a cell that begins so for a formula.
        found.stray += [v for row in rows for v in row.values() if v.startswith(_FORMULA)]
        texts = {bare(row["text"].removeprefix("'")) for row in rows}
        found.unlike += [text for text in said if bare(text).removeprefix("'") not in texts]


def names(window: Window, texts: Sequence[str], found: Found) -> None:
    """Names given to a conversation, as the list shows them."""
    window.ask(_asked(texts[0]))
    window.open("history")
    for batch in together(texts, _NAME):
        name = " ".join(" ".join(batch).split())[:_NAME]
        window.page.locator("[class*='st-key-rename-'] button").first.click()
        window.page.locator("[class*='st-key-name-'] input").first.fill(name)
        window.page.get_by_test_id("stFormSubmitButton").first.get_by_role("button").click()
        window.settle()
        window.page.keyboard.press("Escape")
        window.page.locator("[class*='st-key-name-'] input").first.wait_for(state="hidden")
        window.until("[class*='st-key-kept-'] button", name)
        found.compare(batch, window.look(found), limit=len(bare(name)))


def errors(window: Window, texts: Sequence[str], found: Found) -> None:
    """What quotes a question or an address in saying what is wrong: a note that the evidence lacks
    what is asked for, a language model that refuses with an error, addresses of what is not there.
    """
    _lacking(window, texts, found)
    for view in ("?conversation=", "library?publication=", "search?in=", "?lang="):
        for batch in together(texts, _ADDRESS):
            window.open(view + quote("\n".join(batch)))
            window.look(found)
    with tempfile.TemporaryDirectory() as folder, refusing() as (model, refused):
        # Two servers do not share a library.
        home = Path(folder) / "home"
        shutil.copytree(window.home, home, ignore=shutil.ignore_patterns("*.lock"))
        chat = {"LPIP_CHAT_MODEL": "openai:refusing", "LPIP_CHAT_BASE_URL": model}
        with served(home, more=chat) as (address, _):
            other = Window(window.page, address, home)
            for batch in together(texts, _NOTE):
                other.ask("\n".join([_asked(batch[0]), *batch]))
                shown = other.look(found)
                found.compare(batch, shown)
                # Without a claim there is nothing that a model would have written.
                told = "refused the request" in shown or not other.chips().count()
                found.unlike += [] if told else [f"not said: {batch[0]}"]
            # Of a question with much markup the evidence may say nothing; not of every one.
            found.unlike += [] if refused else ["no question reached the model"]


def _lacking(window: Window, texts: Sequence[str], found: Found) -> None:
    """Asks for dates that no text gives: the note that says so quotes the question."""
    quoted = 0
    for batch in together(texts, _NOTE):
        window.ask(f"On what date did {label(batch[0])} say {' '.join(batch)} to its readers?")
        window.look(found)
        note = window.page.locator(".st-key-turn-0 .state")
        said = note.first.inner_text() if note.count() else ""
        if "asked for" in said:
            quoted += 1
            found.unlike += [text for text in batch if bare(text) not in bare(said)]
    found.unlike += [] if quoted else ["no note quotes its question"]
