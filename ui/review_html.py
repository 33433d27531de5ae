"""Claims, evidence, draft questions and agreement as HTML. Pure: every text is escaped."""

from collections.abc import Mapping, Sequence

from assistant.review import Agreement, ClaimItem, DraftItem, Evidence
from ui import words
from ui.markup import escape
from ui.render import long_date


def progress_html(done: int, total: int) -> str:
    """How far a person is, as words and a bar."""
    said = words.REVIEW_DONE.format(done=done, total=total)
    share = 100 * done / total if total else 0
    return (
        f'<div class="review-progress" role="status"><p class="by">{escape(said)}</p>'
        f'<div class="track"><span style="width:{share:.1f}%"></span></div></div>'
    )


def claim_html(item: ClaimItem) -> str:
    """A claim with the question that it answers."""
    asked = f"{words.REVIEW_QUESTION}: {item.question}" if item.question else ""
    return (
        f'<div class="review-claim"><h2 class="small">{words.REVIEW_CLAIM}</h2>'
        f'<p class="claim">{escape(item.claim)}</p><p class="by">{escape(asked)}</p></div>'
    )


def evidence_html(one: Evidence) -> str:
    """A quote lit in its context, with where it stands."""
    place = words.OPEN_PAGE_LABEL.format(page=one.page)
    by = " · ".join(filter(None, (one.publisher, long_date(one.published), place)))
    return (
        f'<figure class="review-evidence"><blockquote>{escape(one.before)}'
        f"<mark>{escape(one.quote)}</mark>{escape(one.after)}</blockquote>"
        f"<figcaption><b>{escape(one.title)}</b><br>{escape(by)}</figcaption></figure>"
    )


def draft_html(item: DraftItem) -> str:
    """A draft question, what is expected, and what a right answer says."""
    points = "".join(f"<li>{escape(point.replace('|', ' / '))}</li>" for point in item.must_contain)
    said = f'<p class="by">{words.DRAFT_POINTS}</p><ul>{points}</ul>' if points else ""
    why = f'<p class="by">{escape(item.why)}</p>' if item.why else ""
    return (
        f'<div class="review-claim"><span class="badge">{escape(item.type)}</span>'
        f'<p class="claim">{escape(item.question)}</p>'
        f'<p class="by">{words.DRAFT_EXPECTED[item.expected]}</p>{said}{why}</div>'
    )


def agreement_html(rows: Sequence[Agreement]) -> str:
    """The agreement of people and judges as a table."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in words.AGREEMENT_COLUMNS)
    body = "".join(
        f'<tr><th scope="row">{escape(" · ".join(row.who))}</th><td>{row.items}</td>'
        f"<td>{_share(row.agree)}</td><td>{_number(row.kappa)}</td><td>{_alpha(row)}</td></tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{words.AGREEMENT}">'
        f'<table class="agreement"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        f'<p class="by">{words.AGREEMENT_EXPLAINED}</p>'
    )


def differences_html(
    items: Sequence[ClaimItem], labels: Mapping[str, Mapping[str, str]]
) -> tuple[str, int]:
    """Claims that people labelled differently, with who said what; and how many there are."""
    found = []
    for item in items:
        said = {who: own[item.id] for who, own in labels.items() if item.id in own}
        if len(set(said.values())) > 1:
            each = "; ".join(f"{who}: {words.LABEL[label]}" for who, label in said.items())
            found.append(f'<li>{escape(item.claim)}<p class="by">{escape(each)}</p></li>')
    return f'<ol class="differences">{"".join(found)}</ol>', len(found)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _alpha(row: Agreement) -> str:
    if row.low is None or row.high is None:
        return _number(row.alpha)
    span = words.SPAN.format(low=f"{row.low:.2f}", high=f"{row.high:.2f}")
    return f'{_number(row.alpha)} <span class="by">{span}</span>'
