"""Does every citation open? An independent check of answers against the cited files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.contract import BatchLine, CitationRecord
from eval.page_text import Rule, find_quote, for_scan


@dataclass(frozen=True)
class OpenedCitation:
    """A citation of an answer and by which rule its quote was found on its page."""

    answer_id: str
    citation: CitationRecord
    rule: Rule


@dataclass(frozen=True)
class CitationCount:
    """All citations of an answers file. answers: answers read, abstentions among them."""

    answers: int
    opened: tuple[OpenedCitation, ...]

    @property
    def failures(self) -> tuple[OpenedCitation, ...]:
        """Citations whose quote is not on the cited page, in the order of the answers."""
        return tuple(one for one in self.opened if not one.rule.opens)

    @property
    def by_rule(self) -> tuple[tuple[Rule, int], ...]:
        """How often each rule found or missed, in the order of the rules."""
        counted = Counter(one.rule for one in self.opened)
        return tuple((rule, counted[rule]) for rule in Rule if counted[rule])


def check_citations(lines: Iterable[BatchLine], roots: Sequence[Path] = ()) -> CitationCount:
    """Open every cited file. roots: where a relative path, or one that moved, is looked for."""
    opened = []
    answers = 0
    for line in lines:
        for answer in line.turns:
            answers += 1
            for citation in answer.citations:
                path = locate(citation.path, roots)
                rule = for_scan(find_quote(path, citation.page, citation.quote), citation.read_by)
                opened.append(OpenedCitation(line.id, citation, rule))
    return CitationCount(answers, tuple(opened))


def locate(path: str, roots: Sequence[Path]) -> Path:
    """The file as cited if it is there, else the one below a root with the longest equal tail."""
    cited = Path(path)
    if cited.is_file():
        return cited
    tails = [
        cited.parts[start:] for start in range(1 if cited.is_absolute() else 0, len(cited.parts))
    ]
    for tail in tails:
        for root in roots:
            if (candidate := root.joinpath(*tail)).is_file():
                return candidate
    return cited
