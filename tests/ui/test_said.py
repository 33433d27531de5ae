"""The assistant's own sentences in the language spoken."""

import ast
import re
from pathlib import Path
from string import Formatter

import assistant
from assistant.decide import THINGS
from ui import language, words
from ui.said import said

WRITTEN = " ".join(
    node.value
    for path in Path(next(iter(assistant.__path__))).rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
)


def test_every_template_is_made_of_what_the_assistant_writes() -> None:
    """When the assistant says it otherwise, its template here must follow."""
    pieces = {
        piece.strip(" .,:?“”()")
        for template in words.ASSISTANT_SAYS.values()
        for fixed, *_ in Formatter().parse(template)
        for piece in re.split(r"[.;:] ", fixed)
    }

    assert {piece for piece in pieces if len(piece) > 40 and piece not in WRITTEN} == set()


def test_every_thing_that_can_be_asked_for_has_its_words() -> None:
    assert set(words.ASKED_THINGS) == set(THINGS.values())


def test_a_note_is_said_in_welsh_with_its_titles_and_quotes_as_they_are() -> None:
    with language.speaking("cy"):
        assert said("A newer edition of “Skills in Powys” is held: “Skills in Powys 2”.") == (
            "Mae argraffiad mwy diweddar o “Skills in Powys” yma: “Skills in Powys 2”."
        )
        assert said("As of 19 February 2024, the date of the newest source cited.") == (
            "Fel yr oedd ar 19 Chwefror 2024, sef dyddiad y ffynhonnell ddiweddaraf a ddyfynnir."
        )


def test_what_claims_rest_on_is_said_part_by_part() -> None:
    with language.speaking("cy"):
        assert said("Claim 1 rests on an estimate (“estimated”); claims 2 and 3 rest on an opinion "
                    "(“argues”).") == (
            "Sail honiad 1: amcangyfrif (“estimated”); Sail honiadau 2 and 3: barn (“argues”)."
        )  # fmt: skip


def test_a_sentence_that_fits_no_template_stays_as_it_is() -> None:
    with language.speaking("cy"):
        assert said("Something else; and more.") == "Something else; and more."


def test_english_is_left_alone() -> None:
    assert said("As of 2024, the date of the newest source cited.").startswith("As of 2024")
