"""The pictures of a report, drawn by Altair as SVG: no script in the page, sharp on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.history import Past, points
from eval.risk import confidence_of
from eval.suite import SystemOutcome
from eval.summary import MEASURES, SystemSummary

_BINS = 5
_LEAST = 10
"""Answers without which a curve of calibration says nothing."""
_COLOURS = ("#1d4f8c", "#b7791f", "#17693f", "#7a3e9d")
_CONFIG = {
    "font": "Helvetica, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": "#444", "titleColor": "#444", "gridColor": "#e4e8ec"},
    "range": {"category": list(_COLOURS)},
}


def risk_coverage_svg(summaries: Sequence[SystemSummary]) -> str:
    """Share of wrong answers if only the surest were given; "" without answers."""
    rows = [
        {"coverage": point.coverage, "risk": point.risk, "system": summary.system}
        for summary in summaries
        for point in summary.risk
    ]
    if len(rows) < 2:
        return ""
    return _svg(
        {
            "data": {"values": rows},
            "mark": {"type": "line", "interpolate": "step-after", "point": {"size": 18}},
            "encoding": {
                "x": _share("coverage", "Share of answers given, the surest first"),
                "y": _share("risk", "Share of them with a problem"),
                "color": _system(),
            },
        }
    )


def calibration_svg(outcomes: Sequence[SystemOutcome]) -> str:
    """Share of answers without a problem by how sure the system seemed, in groups of equal size,
    by scikit-learn; "" where the confidence is no share or there are too few answers.
    """
    from sklearn.calibration import calibration_curve

    rows = []
    for outcome in outcomes:
        turns = [turn for case in outcome.cases for turn in case.turns if turn.reply]
        given = [t for t in turns if t.reply is not None and not t.reply.answer.refused]
        sure = [confidence_of(t.reply.answer) for t in given if t.reply is not None]
        right = [not t.score.problems for t in given]
        # A system that does not say how sure it is seems equally sure of everything.
        known = len(sure) >= _LEAST and len(set(sure)) > 1
        if not known or not all(0 <= value <= 1 for value in sure):
            continue
        shares, means = calibration_curve(right, sure, n_bins=_BINS, strategy="quantile")
        rows += [
            {"sure": float(mean), "right": float(share), "system": outcome.system}
            for mean, share in zip(means, shares, strict=True)
        ]
    if not rows:
        return ""
    diagonal = {
        "data": {"values": [{"sure": 0, "right": 0}, {"sure": 1, "right": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": "#999"},
        "encoding": {"x": _share("sure", _SURE), "y": _share("right", _RIGHT)},
    }
    drawn = {
        "data": {"values": rows},
        "mark": {"type": "line", "point": {"size": 40}},
        "encoding": {
            "x": _share("sure", _SURE), "y": _share("right", _RIGHT), "color": _system(),
        },
    }  # fmt: skip
    return _svg({"layer": [diagonal, drawn]})


_SURE, _RIGHT = "How sure it seemed", "Share without a problem"


def slices_svg(summary: SystemSummary, key: str) -> str:
    """A measure in every slice, with its interval; "" if it is in none."""
    rows = [
        {
            "slice": f"{one.name}: {one.value} ({one.cases})",
            "value": found.value,
            "low": found.low,
            "high": found.high,
        }
        for one in summary.slices
        if (found := one.estimates.get(key)) is not None
    ]
    if not rows:
        return ""
    where = {"field": "slice", "type": "nominal", "sort": None, "title": None,
             "axis": {"labelLimit": 280}}  # fmt: skip
    bars = {
        "mark": {"type": "rule", "color": _COLOURS[0], "opacity": 0.5, "strokeWidth": 4},
        "encoding": {"y": where, "x": _share("low", _label(key)), "x2": {"field": "high"}},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 55, "color": _COLOURS[0], "opacity": 1},
        "encoding": {"y": where, "x": _share("value", _label(key))},
    }
    return _svg(
        {"data": {"values": rows}, "layer": [bars, dots], "width": 560, "height": {"step": 17}}
    )


def trend_svg(past: Sequence[Past], system: str) -> str:
    """The main measures of a system over its runs; "" before there are two."""
    rows = [
        {"made": point.made, "measure": _label(point.measure), "value": point.value}
        for point in points(past)
        if point.system == system
    ]
    if len({row["made"] for row in rows}) < 2:
        return ""
    return _svg(
        {
            "data": {"values": rows},
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "made", "type": "ordinal", "title": "Run",
                      "axis": {"labelAngle": -30, "labelLimit": 130}},
                "y": _share("value", "Value"),
                "color": {"field": "measure", "type": "nominal", "title": None,
                          "scale": {"scheme": "tableau10"}},
            },
        }
    )  # fmt: skip


def _label(key: str) -> str:
    return next((measure.label for measure in MEASURES if measure.key == key), key)


def _share(field: str, title: str) -> dict[str, object]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1]},
        "axis": {"format": "%", "tickCount": 5},
    }


def _system() -> dict[str, object]:
    return {"field": "system", "type": "nominal", "title": None, "legend": {"orient": "bottom"}}


def _svg(chart: Mapping[str, Any]) -> str:
    import altair
    import vl_convert

    whole = {"width": 330, "height": 220, "config": _CONFIG, **chart}
    checked = altair.Chart.from_dict(whole)
    drawn = vl_convert.vegalite_to_svg(checked.to_dict())
    return str(drawn)
