"""UK public bodies that publish: what they are called, and for which nation they work."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.yamlfile import one_line, read_yaml

FILE = Path(__file__).with_name("publishers.yaml")


class BadPublishers(CorpusError):
    """The list of publishers cannot be used: missing, not YAML, or an entry that is wrong."""


class Publisher(BaseModel):
    """One body.

    short: how it is called here. remit: the nation, or the UK. names: as on covers. sites: host or
    gov.uk folder names. minister: a pattern of what follows "Secretary of State for"; only
    departments of state have one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    short: str
    remit: str
    names: tuple[str, ...] = ()
    sites: frozenset[str] = frozenset()
    minister: str = ""

    @property
    def written(self) -> tuple[str, ...]:
        """How covers write its name."""
        return self.names or (self.short,)


@cache
def known_publishers() -> tuple[Publisher, ...]:
    """All of them, in the order of the file. Raises BadPublishers: file, entry, field, the rule."""
    entries = read_yaml(FILE, BadPublishers)
    try:
        return TypeAdapter(tuple[Publisher, ...]).validate_python(entries)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        raise BadPublishers(f"{FILE}: {one_line(first, {})}.") from None
