"""Brings the catalogues up to the words of the interface: `python -m ui.catalogue`.

New messages come in empty, for a translator to fill; changed ones too, with the old translation in
a comment; those that are gone go. Everything else, and every remark of a translator, stays.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from corpus.taxonomy import load_taxonomy
from ui import labels, language, words
from ui.language import Plural

_HEADER = """# Messages of the LPIP evidence assistant.
#
# To correct one, change its msgstr and nothing else. Names in braces, such as {count}, stay as they
# are, anywhere in the sentence. msgctxt is the message's name in ui/words.
"""


def main() -> int:
    """Writes the catalogues. Exit status 1 when something is not translated, and says what."""
    lacking = 0
    for code in language.LANGUAGES:
        if code == language.ENGLISH:
            continue
        fresh = updated(code)
        folder = Path(language.__file__).with_name("catalogues")
        with folder.joinpath(f"{code}.po").open("wb") as file:
            write_po(file, fresh, width=100, omit_header=False)
        missing = [message.context for message in fresh if message.id and not _whole(message)]
        lacking += len(missing)
        for name in missing:
            sys.stderr.write(f"{code}: {name} is not translated\n")
    return 1 if lacking else 0


def updated(code: str) -> Catalog:
    """The catalogue of a language with exactly the messages that there are now."""
    old = language.catalogue(code)
    by_name = {message.context: message for message in old if message.id}
    fresh = Catalog(
        locale=code,
        project="lpip-evidence-assistant",
        version="1",
        header_comment=_HEADER,
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for name, text in spoken():
        identity = (text.one, text.other) if isinstance(text, Plural) else text
        kept = by_name.get(name)
        comments = list(kept.user_comments) if kept else []
        string = kept.string if kept and kept.id == identity else None
        if kept and string is None and kept.string:
            comments.append(f"was: {kept.string}")
        fresh.add(identity, string, context=name, user_comments=comments)
    return fresh


def spoken() -> list[tuple[str, str | Plural]]:
    """Every message under its name: those of `ui/words` in their order, then labels."""
    of_words = [
        found
        for name, written in vars(words).items()
        if name.isupper()
        for found in language.texts(name, written)
    ]
    return [*of_words, *labels.messages(load_taxonomy())]


def _whole(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, list | tuple) else bool(said)


if __name__ == "__main__":
    sys.exit(main())
