"""A claim stays with the words of its quotes; only an attribution may name the publication."""

import pytest

from assistant.answer import Citation
from assistant.compose.chat.wording import stays_with
from ingest.document import Metadata

QUOTE = "The department published the Code of Practice for Local Authorities in September 2011."
CITED = Citation(
    passage_id="p",
    document_id="d",
    metadata=Metadata("National information framework", publisher="Home Office"),
    path="d.pdf",
    page=1,
    page_label=None,
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
)


@pytest.mark.parametrize(
    ("claim", "stays"),
    [
        (QUOTE, True),
        ("The department published the Code for Local Authorities in 2011.", True),
        (f"According to the Home Office, {QUOTE}", True),
        (f"The Home Office reports that {QUOTE}", True),
        (
            "The department published the Code for Local Authorities, according to Home Office.",
            True,
        ),
        # A word of the title in the place of the quote's own.
        (QUOTE.replace("Local", "national"), False),
        (QUOTE.replace("Local", "Home Office"), False),
        ("National authorities published the Code of Practice.", False),
        (f"According to the Treasury, {QUOTE}", False),
        ("Local Authorities published the Code of Practice.", False),
    ],
)
def test_only_an_attribution_may_name_the_publication(claim: str, stays: bool) -> None:
    assert stays_with(claim, [QUOTE], [CITED]) is stays
