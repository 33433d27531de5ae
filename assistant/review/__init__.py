"""What people decide about claims and draft questions, as plain files that `ui` and `eval` share.

Below a folder, for each queue: its items (`claims/NAME.jsonl`, `drafts/NAME.jsonl`) and beside them
one file of decisions for each person (`claims/NAME/PERSON.jsonl`).
"""

from assistant.review.agreement import Agreement, agreements, cohen_kappa, krippendorff_alpha
from assistant.review.ballots import Ballot, Decision, ballots
from assistant.review.claims import LABELS, ClaimItem, Evidence, labelled_lines, load_claims
from assistant.review.drafts import (
    ACCEPTED,
    POINTS,
    QUESTION,
    REJECTED,
    DraftItem,
    accepted_cases,
    load_drafts,
    settled,
    with_edits,
)
from assistant.review.queues import Kind, Queue, queue, queues, write_items

__all__ = [
    "ACCEPTED",
    "LABELS",
    "POINTS",
    "QUESTION",
    "REJECTED",
    "Agreement",
    "Ballot",
    "ClaimItem",
    "Decision",
    "DraftItem",
    "Evidence",
    "Kind",
    "Queue",
    "accepted_cases",
    "agreements",
    "ballots",
    "cohen_kappa",
    "krippendorff_alpha",
    "labelled_lines",
    "load_claims",
    "load_drafts",
    "queue",
    "queues",
    "settled",
    "with_edits",
    "write_items",
]
