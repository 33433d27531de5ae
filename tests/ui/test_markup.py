"""Untrusted text: what the page may and may not make of it."""

import html

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ui.markup import (
    escape,
    excerpt,
    joined,
    link,
    lit,
    plain_label,
    safe_link,
    shorten,
    word_spans,
)

_SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)


@given(st.text())
def test_escaped_text_reads_back_as_itself_and_holds_no_tag(text: str) -> None:
    visible = "".join(c for c in text if c >= " " or c in "\n\t")

    assert html.unescape(escape(text)) == visible
    assert "<" not in escape(text)


@given(st.text(max_size=50), _SPANS)
def test_lit_text_keeps_every_character_whatever_the_spans(
    text: str, spans: list[tuple[int, int]]
) -> None:
    shown = lit(text, spans).replace("<mark>", "").replace("</mark>", "")

    assert shown == escape(text)


@given(st.integers(0, 50), _SPANS)
def test_joined_spans_are_ordered_apart_and_within_the_text(
    length: int, spans: list[tuple[int, int]]
) -> None:
    found = joined(spans, length)

    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= length for edge in edges)


def test_the_quote_is_lit_at_its_offsets() -> None:
    text = "Before. The grant was £5 million. After."

    assert lit(text, [(8, 33)]) == "Before. <mark>The grant was £5 million.</mark> After."


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://127.0.0.1/x)",
        "[x](javascript:alert(1))",
        "**bold** _italic_ `code` ~gone~",
        "$5 to $10, :red[not red], :material/home: and :cat:",
        "<img src=x>",
        "1. first - second # third",
        "https://example.org and www.example.org and a@b.org",
    ],
)
def test_labels_escape_every_markdown_character(text: str) -> None:
    label = plain_label(text)

    bare = label.replace("\u2060", "")
    for position, character in enumerate(bare):
        if character in "*_`~[]()<>!$#:@-.":
            assert bare[position - 1] == "\\", (character, bare)
    assert bare.replace("\\", "") == text


def test_labels_are_one_line_of_limited_length() -> None:
    label = plain_label("a title\nin   two lines " + "and more " * 50, limit=40)

    assert "\n" not in label
    assert len(label) <= 45
    assert label.endswith("…")


def test_shortening_keeps_what_fits() -> None:
    assert shorten("short", 10) == "short"
    assert shorten("Department for Levelling Up", 18) == "Department for…"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "http:///nohost",
        "http://user:pass@example.org/",
        'https://example.org/"onclick="x',
        "https://example.org/a b",
        "https://exa\nmple.org/",
        "http://[broken",
        "ftp://example.org/x.pdf",
    ],
)
def test_only_ordinary_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url, 3) is None


def test_a_pdf_opens_at_its_page_and_other_pages_as_they_are() -> None:
    assert safe_link("https://example.org/a.pdf", 12) == "https://example.org/a.pdf#page=12"
    assert safe_link("https://example.org/a.PDF?v=2", 2) == "https://example.org/a.PDF?v=2#page=2"
    assert safe_link("https://example.org/a", 12) == "https://example.org/a"
    assert safe_link("https://example.org/a.pdf") == "https://example.org/a.pdf"


def test_a_link_leaves_the_page_without_telling_where_from() -> None:
    anchor = BeautifulSoup(link("https://example.org/?a=1&b=<2>", "Open <it>", "new tab"), "lxml").a

    assert anchor is not None
    assert anchor["href"] == "https://example.org/?a=1&b=%3C2%3E"
    assert anchor["target"] == "_blank"
    assert "noreferrer" in anchor["rel"]
    assert "Open <it>" in anchor.get_text()


def test_query_words_are_lit_in_any_form_but_not_small_words() -> None:
    text = "The policies for skilled workers and a policy on housing"

    found = [text[s:e] for s, e in word_spans(text, "policy for workers")]

    assert found == ["policies", "workers", "policy"]


def test_an_excerpt_holds_the_quote_and_says_where_it_starts() -> None:
    text = "\n".join(f"Line {n} of a long page about local growth." for n in range(200))
    start = text.index("Line 120")
    end = text.index("\n", start)

    shown, offset = excerpt(text, start, end)

    assert text[offset : offset + len(shown)] == shown
    assert text[start:end] in shown
    assert len(shown) < 2500
