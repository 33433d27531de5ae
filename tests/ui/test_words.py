"""The words of the interface: each exists, each has its Welsh, none is written into a view."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ui import catalogue, language, words
from ui.language import Plural

UI = Path(words.__file__).parents[1]
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


def test_no_view_writes_words_of_its_own() -> None:
    """Text between tags, and what is given to Streamlit to show, comes from `ui/words`."""
    own = [
        f"{path.stem} {line}: {text[:60]!r}"
        for path in MODULES
        if path.stem not in NOT_SHOWN
        for line, text in written_in(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert own == []


# The mark's name, and a record in the form of an English standard, which is given in English.
NOT_SHOWN = {"brand", "shell", "catalogue"}
SHOWS = set(
    "button html text caption title header subheader markdown write error warning info success "
    "toast spinner text_input text_area selectbox multiselect checkbox radio toggle expander "
    "popover download_button form_submit_button file_uploader pills metric link_button".split()
)


def written_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of what would be shown as it stands in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_streamlit = ast.unparse(node.func.value) != "_logger"
            text = literal(node.args[0]) if node.args else ""
            if of_streamlit and node.func.attr in SHOWS and letters(text):
                yield node.lineno, text
        elif isinstance(node, ast.JoinedStr | ast.Constant):
            text = literal(node)
            if re.search(r"</\w+>", text) and letters(text):
                yield node.lineno, text


def literal(node: ast.AST) -> str:
    """The fixed text of a string; a space where a value stands."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or " " for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def letters(text: str) -> list[str]:
    """Words left when tags, styles and entities are gone."""
    bare = re.sub(r"<style>.*?</style>|<[^>]*>?|&\w+;", " ", text, flags=re.DOTALL)
    return re.findall(r"[A-Za-z]{2,}", bare)
