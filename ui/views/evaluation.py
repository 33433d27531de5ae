"""Evaluation: figures of the latest runs, claims to review, draft questions to decide on."""

from pathlib import Path

import streamlit as st

from ui import about, resources, words
from ui.figures import read_figures
from ui.layout import beside, ready_assistant, show_state
from ui.markup import escape, plain_label
from ui.review_claims import claims_panel
from ui.review_drafts import drafts_panel
from ui.review_runs import RunPlace, RunRead, failing_html, figures_html, find_runs, read_run


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    beside(_evaluation, assistant, wide=True)


def _evaluation() -> None:
    st.html(f"<h1>{words.EVALUATION}</h1>")
    # Not tabs: all of them would be drawn at once, and the keys of one would act in another.
    sections = {"figures": words.FIGURES, "claims": words.REVIEW, "drafts": words.DRAFTS}
    section = st.segmented_control(
        words.EVALUATION_SECTION,
        list(sections),
        default="figures",
        format_func=sections.__getitem__,
        required=True,
        key="evaluation-section",
        label_visibility="collapsed",
        persist_state="session",
    )
    if section == "claims":
        claims_panel()
    elif section == "drafts":
        drafts_panel()
    else:
        _figures(resources.ui_settings().runs or resources.settings().home / "runs")


def _figures(folder: Path) -> None:
    st.html(f'<p class="lead">{words.EVALUATION_LEAD}</p>')
    places = {place.name: place for place in find_runs(folder)}
    if not places:
        # A visitor is not told where the server keeps things, only by which setting.
        st.html(about.how_good_html(read_figures()))
        setting = "$LPIP_UI_RUNS" if resources.ui_settings().runs else "$LPIP_HOME/runs"
        show_state(words.NO_RUNS, words.NO_RUNS_BODY.format(folder=setting))
        return
    chosen = next(iter(places))
    if len(places) > 1:
        chosen = st.selectbox(words.RUN, list(places), key="run", persist_state="session")
    run = read_run(places[chosen])
    if run is None or not run.systems:
        show_state(words.RUN_UNREADABLE, words.RUN_UNREADABLE_BODY.format(file=chosen))
        return
    _run(run, places[chosen])


def _run(run: RunRead, place: RunPlace) -> None:
    system = run.systems[0]
    if len(run.systems) > 1:
        by_name = {one.system: one for one in run.systems}
        system = by_name[st.segmented_control(
            words.SYSTEM, list(by_name), default=system.system, required=True, key="run-system",
            format_func=plain_label,
        )]  # fmt: skip
    made = words.RUN_MADE.format(name=run.case_set, made=run.about.get("Made", ""))
    passed = words.RUN_PASSED.format(passed=system.passed_cases, cases=len(system.cases))
    st.html(
        f'<div class="run-head"><h2>{escape(passed)}</h2>'
        f'<p class="by">{escape(made)}</p></div>{figures_html(run, system)}'
    )
    if page := place.report:
        st.download_button(
            words.RUN_REPORT,
            page.read_bytes(),
            file_name=f"{run.case_set}-report.html",
            mime="text/html",
            icon=":material/download:",
            key="run-report",
        )
    st.html(
        f"<h2>{words.RUN_FAILING}</h2>{failing_html(system) or f'<p>{words.RUN_ALL_PASSED}</p>'}"
    )
