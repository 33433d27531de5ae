"""What fits into one passage, and where a sentence that does not is cut."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CHARACTERS_PER_TOKEN = 8

CountTokens = Callable[[str], int]


@dataclass(frozen=True)
class Measure:
    """What fits into one passage. limit: tokens."""

    count_tokens: CountTokens
    limit: int

    def fits(self, text: str) -> bool:
        """Whether a text is short enough."""
        # A tokenizer may count a word of a million letters as one unknown token.
        return (
            len(text) <= self.limit * _CHARACTERS_PER_TOKEN
            and self.count_tokens(text) <= self.limit
        )

    def longest_fit(self, text: str, start: int, end: int) -> int:
        """The largest end, by bisection, for which text[start:end] fits; at least one character."""
        low, high = start + 1, min(end, start + self.limit * _CHARACTERS_PER_TOKEN + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if self.fits(text[start:middle]):
                low = middle
            else:
                high = middle
        return low

    def parts(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """text[start:end] whole if it fits, else parts of it, each cut at the best place near its
        end."""
        while not self.fits(text[start:end]):
            cut = _best_cut(text, start, self.longest_fit(text, start, end))
            yield start, start + len(text[start:cut].rstrip())
            while cut < end and text[cut].isspace():
                cut += 1
            start = cut
        if start < end:
            yield start, end


def _best_cut(text: str, start: int, longest: int) -> int:
    """After a clause mark, else between words, in the last half; else exactly at `longest`."""
    half = start + (longest - start) // 2
    for marks in (";:\n", ",)", " \n\t"):
        for at in range(longest - 1, half - 1, -1):
            if text[at] in marks and (text[at].isspace() or text[at + 1 : at + 2].isspace()):
                return at + 1
    return longest
