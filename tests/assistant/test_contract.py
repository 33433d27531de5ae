"""The public JSON contract: field by field against a golden file. Review its diff like code.

After a deliberate change write it anew: python tests/assistant/test_contract.py
"""

import json
from pathlib import Path

from assistant.answer import (
    Answer,
    Citation,
    Claim,
    Hit,
    Label,
    Note,
    NoteKind,
    Provenance,
    Status,
    Verdict,
)
from assistant.contract import VERSION, answer_json
from ingest.document import Metadata, Passage

GOLDEN = Path(__file__).parents[1] / "golden" / "answer.json"
TEXT = "The Harbour Skills Pilot placed 412 residents of Grimsby into work."
KNOWN = Metadata(
    "Harbour Skills Pilot evaluation",
    source_id="harbour-pilot",
    publisher="Grimsby Borough",
    published="2024-03",
    url="https://example.org/harbour.pdf",
)


def answer() -> Answer:
    passage = Passage(
        "0f1e2d3c4b5a6978", "8a7b6c5d4e3f2a1b", 2, 2, 40, 40 + len(TEXT), TEXT, ("Jobs",)
    )
    citation = Citation(
        passage.passage_id, passage.document_id, KNOWN, "/files/harbour.pdf", 2, "ii", TEXT,
        passage.start, passage.end,
    )  # fmt: skip
    return Answer(
        question="and how many found work?",
        standalone_question="How many residents found work?",
        status=Status.PARTIAL,
        claims=(Claim(TEXT, (citation,), Verdict(Label.SUPPORTED), "Grimsby"),),
        hits=(Hit(passage, KNOWN, "/files/harbour.pdf", 0.7312345678, 1, None),),
        notes=(Note(NoteKind.COVERAGE, "The evidence held here does not say: for how long?"),),
        suggestions=("How many residents of Grimsby found work?",),
        provenance=Provenance(
            "3f2a9c1b-128", {"embedding": "all-MiniLM-L6-v2"}, {"max_claims": "5"}, {"read": 0.25}
        ),
    )


def test_an_answer_is_written_as_the_contract_says():
    assert answer_json(answer()) == json.loads(GOLDEN.read_text("utf-8"))


def test_the_contract_names_its_version():
    assert answer_json(answer())["version"] == VERSION == 1


if __name__ == "__main__":
    GOLDEN.write_text(
        json.dumps(answer_json(answer()), indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
