"""The words of the interface: each exists, each has its Welsh, none is written into a view."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ui import catalogue, language, words
from ui.language import Plural

UI = Path(words.__file__).parent
MODULES = sorted(UI.rglob("*.py"))


def named(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Every `words.NAME` in it."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "words"
        ):
            yield node


def placeholders(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms(text: "str | Plural | list[str] | tuple[str, ...] | None") -> tuple[str, ...]:
    """A message as its texts."""
    if isinstance(text, Plural):
        return (text.one, text.other)
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_word_that_is_used_exists(module: Path) -> None:
    used = {node.attr for node in named(ast.parse(module.read_text(encoding="utf-8")))}

    assert {name for name in used if not hasattr(words, name)} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_word_is_read_when_a_module_is_imported(module: Path) -> None:
    """It would stay in the language of the moment."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    late = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
        for body in (node.body if isinstance(node.body, list) else [node.body])
        for inner in ast.walk(body)
    }
    # The page itself is run anew each time.
    early = [] if module.name == "app.py" else [n for n in named(tree) if id(n) not in late]

    assert [f"line {node.lineno}: {node.attr}" for node in early] == []


def test_every_message_has_its_welsh() -> None:
    welsh = {message.context: message for message in language.catalogue("cy") if message.id}
    lacking = []
    for name, text in catalogue.spoken():
        known = welsh.get(name)
        if known is None or forms(known.id) != forms(text) or not all(forms(known.string) or [""]):
            lacking.append(name)

    assert lacking == [], "run: python -m ui.catalogue, and translate what it names"


def test_the_catalogue_holds_nothing_that_is_not_said() -> None:
    said = {name for name, _ in catalogue.spoken()}

    assert {m.context for m in language.catalogue("cy") if m.id} - said == set()


def test_a_translation_has_the_placeholders_of_its_message() -> None:
    differing = [
        message.context
        for message in language.catalogue("cy")
        if message.id
        for form in forms(message.string)
        if placeholders(form) != placeholders(forms(message.id)[-1])
    ]

    assert differing == []


def test_words_come_in_the_language_that_is_spoken() -> None:
    with language.speaking("cy"):
        assert words.LIBRARY == "Llyfrgell"
        assert words.FILTER_FIELDS["themes"] == "Thema"
        assert [words.publications(n) for n in (1, 2, 3, 4, 1200)] == [
            "1 cyhoeddiad",
            "2 gyhoeddiad",
            "3 chyhoeddiad",
            "4 cyhoeddiad",
            "1,200 cyhoeddiad",
        ]
    assert words.LIBRARY == "Library"
    assert [words.publications(n) for n in (0, 1, 1200)] == [
        "no evidence held",
        "1 publication",
        "1,200 publications",
    ]


def test_an_unknown_language_is_english() -> None:
    with language.speaking("xx"):
        assert words.LIBRARY == "Library"
