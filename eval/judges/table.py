"""Agreements as text: every judge side by side, then where each goes wrong."""

from collections.abc import Callable, Sequence

import numpy as np

from eval.judges.agreement import Agreement, Confusion


def as_text(found: Sequence[Agreement]) -> str:
    """All tables. The mean over sets counts each set once, as LLM-AggreFact does."""
    return "\n\n".join(
        [
            _side_by_side("balanced accuracy [95% interval]", found, _with_interval),
            _side_by_side("AUROC", found, lambda one: f"{one.auroc:.3f}"),
            _side_by_side("F1 of supported", found, lambda one: f"{one.f1:.3f}"),
            _side_by_side("Brier score, lower is better", found, lambda one: f"{one.brier:.3f}"),
            *(_details(one) for one in found),
        ]
    )


def mean_balanced_accuracy(found: Sequence[Agreement], judge: str) -> float:
    """Of one judge over its sets."""
    return float(np.mean([one.balanced_accuracy.value for one in found if one.judge == judge]))


def _with_interval(one: Agreement) -> str:
    found = one.balanced_accuracy
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def _side_by_side(title: str, found: Sequence[Agreement], shown: Callable[[Agreement], str]) -> str:
    judges = list(dict.fromkeys(one.judge for one in found))
    sets = list(dict.fromkeys(one.pair_set for one in found))
    cell = {(one.judge, one.pair_set): shown(one) for one in found}
    size = {one.pair_set: one.balanced_accuracy.cases for one in found}
    rows = [[title, "pairs", *judges]]
    rows += [[name, str(size[name]), *(cell[judge, name] for judge in judges)] for name in sets]
    if title.startswith("balanced") and len(sets) > 1:
        means = [f"{mean_balanced_accuracy(found, judge):.3f}" for judge in judges]
        rows.append(["mean of the sets", "", *means])
    return columns(rows)


def _details(one: Agreement) -> str:
    rows = [["slice", "pairs", "balanced accuracy", "passed wrongly", "stopped wrongly"]]
    rows += [_confusion_row(confusion) for confusion in one.slices]
    curve = ", ".join(f"{mean:.2f}: {share:.2f} ({n})" for mean, share, n in one.calibration)
    head = f"{one.judge} on {one.pair_set}, threshold {one.threshold:.3f}"
    return f"{head}\n{columns(rows)}\nscore: share supported (pairs): {curve}"


def _confusion_row(one: Confusion) -> list[str]:
    value = one.balanced_accuracy
    unsupported = one.right_unsupported + one.false_supported
    supported = one.right_supported + one.false_unsupported
    return [
        one.name,
        str(one.pairs),
        "–" if value is None else f"{value:.3f}",
        f"{one.false_supported} of {unsupported}",
        f"{one.false_unsupported} of {supported}",
    ]


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Cells lined up, two spaces between columns.

    >>> print(columns([["a", "bb"], ["ccc", "d"]]))
    a    bb
    ccc  d
    """
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
