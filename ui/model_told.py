"""What is said of models: who wrote an answer, from what, what leaves the machine, what it took."""

from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import urlsplit

from assistant.answer import Answer, Provenance
from assistant.chatbudget import DaySpent
from assistant.compose.chat import ChatComposer
from assistant.compose.composer import Composer
from assistant.compose.quoting import NAME as QUOTING
from ui import words
from ui.markup import escape, facts_html


def composer_html(answer: Answer) -> str:
    """Who wrote the claims, where a language model was asked; empty for quotes alone."""
    composer = answer.provenance.models.get("composer", QUOTING)
    model, _, rest = composer.partition(" and ")
    if not answer.claims or model == QUOTING:
        return ""
    said = (words.WRITTEN_IN_PART if rest else words.WRITTEN_BY).format(model=model)
    return f'<p class="by written-by">{escape(said)}</p>'


def step_words(composer: Composer) -> tuple[str, str]:
    """The step of composing for About: its name and what is done."""
    if isinstance(composer, ChatComposer):
        return words.STEP_WRITTEN, words.STEP_WRITTEN_BODY.format(model=composer.model.name)
    return words.STEP_QUOTED, words.STEP_QUOTED_BODY


def leaves_html(composer: Composer) -> str:
    """What leaves this machine, under its heading."""
    return f"<h2>{words.LEAVES}</h2><p>{escape(leaves_text(composer))}</p>"


def leaves_text(composer: Composer) -> str:
    """What leaves this machine, in a sentence or two."""
    if not isinstance(composer, ChatComposer):
        return str(words.LEAVES_NOTHING)
    settings = composer.model.settings
    if settings.is_local:
        return words.LEAVES_NOTHING_LOCAL.format(model=settings.model)
    host = urlsplit(settings.base_url).hostname or settings.provider
    said = words.LEAVES_FOR_MODEL.format(model=settings.model, host=host)
    if settings.kept_local:
        kept = ", ".join(sorted(settings.kept_local))
        said += " " + words.LEAVES_NEVER.format(collections=kept)
    return said


def usage_html(days: Sequence[DaySpent]) -> str:
    """Calls, tokens and money by day and model, for whoever runs the server; empty without any."""
    if not days:
        return ""
    rows = "".join(
        f"<tr><td>{escape(each.day)}</td><td>{escape(each.model)}</td>"
        f"<td>{each.spent.calls:,}</td><td>{each.spent.tokens_in:,}</td>"
        f"<td>{each.spent.tokens_out:,}</td><td>{each.spent.money:,.4f}</td></tr>"
        for each in days
    )
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words.USAGE_HEADS)
    return (
        f"<h2>{words.USAGE}</h2><table class='usage model-usage'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def provenance_html(provenance: Provenance) -> str:
    """What the answer was made from."""
    took = provenance.seconds.get("total") or sum(provenance.seconds.values())
    lines = [
        (words.REVISION, provenance.index_revision),
        (words.TIME_TAKEN, words.SECONDS.format(seconds=took)),
    ]
    made_of = (*provenance.models.items(), *provenance.settings.items())
    lines += [
        (words.MADE_OF.get(name, name.replace("_", " ").capitalize()), _without_folder(value))
        for name, value in made_of
    ]
    return facts_html((name, escape(value)) for name, value in lines)


def _without_folder(value: str) -> str:
    """A model kept in a folder of the server by its own name: where it lies is nobody's business.

    >>> _without_folder("/srv/models/minicheck")
    'minicheck'
    """
    path = PurePath(value)
    return path.name if path.is_absolute() else value
