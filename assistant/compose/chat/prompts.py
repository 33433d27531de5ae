"""The prompts, read from files: the first line of each names its version."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Template:
    """A prompt with places to fill. version: as named in an answer's provenance."""

    version: str
    text: str

    def filled(self, **values: object) -> str:
        """The text with its places filled; what is filled in is not looked at again."""
        return self.text.format(**values)


@lru_cache
def template(name: str) -> Template:
    """One of compose, again, question."""
    written = files("assistant.compose").joinpath(f"prompts/{name}.txt").read_text(encoding="utf-8")
    version, _, text = written.partition("\n")
    return Template(version.strip(), text.strip())
