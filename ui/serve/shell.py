"""The page that loads the views: Streamlit's, without its remarks, with our script and language."""

import html
import re
from collections.abc import Collection
from pathlib import Path

from ui.serve.gate import SCRIPT, Shell

_INLINE = re.compile(r"\s*(?:<!-- initialize.*?-->\s*)?<script>.*?</script>", re.DOTALL)
_NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_SERVICE = re.compile(r'\s*<link rel="service-desc"[^>]*>')
# A font that our theme does not use.
_FONT = re.compile(r'\s*<link\s+rel="preload"[^>]*as="font"[^>]*>')
_TITLE = re.compile(r"<title>.*?</title>")
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


def make_shell(
    index: Path, titles: dict[str, tuple[str, str]], script: Path, views: Collection[str]
) -> Shell:
    """The shell.

    index: Streamlit's index.html. titles: language -> title of the page, what to say without
    JavaScript. script: our JavaScript. views: see Shell.
    """
    streamlit = index.read_text(encoding="utf-8")
    pages = {lang: _page(streamlit, lang, *said) for lang, said in titles.items()}
    return Shell(pages, script.read_text(encoding="utf-8"), views)


def _page(streamlit: str, language: str, title: str, without: str) -> str:
    page = _FONT.sub("", _NOTE.sub("", _SERVICE.sub("", _INLINE.sub("", streamlit))))
    page = page.replace('<html lang="en">', f'<html lang="{html.escape(language)}">')
    page = _TITLE.sub(lambda _: f"<title>{html.escape(title)}</title>", page)
    page = _NOSCRIPT.sub(lambda _: f"<noscript><p>{html.escape(without)}</p></noscript>", page)
    # Before the views' script, which opens the WebSocket: it brings the cookie.
    return page.replace("</title>", f'</title>\n    <script src=".{SCRIPT}"></script>', 1)
