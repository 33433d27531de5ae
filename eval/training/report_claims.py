"""Claims of ours about stretches of the development reports, half of them not quite true.

`report_claims.jsonl.gz` holds no text of a report: file, page and span, the claim, whether the
stretch supports it, and in what way it was made true or untrue.
"""

from pathlib import Path

from eval.training.groups import rows
from eval.training.judge_sets import Pair, held_back
from eval.training.report_sets import Place, Reports

CLAIMS = Path(__file__).with_name("report_claims.jsonl.gz")


def report_pairs(reports: Reports, path: Path = CLAIMS) -> list[Pair]:
    """Each claim beside its stretch, those kept back for calibration left out.

    Raises OSError, ValueError; KeyError for a report that the library lacks.
    """
    made = []
    for row in rows(path):
        premise = reports.quoted(Place(row["file"], row["page"], row["start"], row["end"]))
        if not held_back(premise):
            made.append(Pair(premise, row["claim"], float(row["label"]), f"reports-{row['how']}"))
    return made
