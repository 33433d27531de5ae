"""Adding files to the library and taking one out."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assistant.pipeline import Assistant
from ingest import pipeline
from ingest.errors import IngestError
from ingest.held import HeldDocument
from ingest.outcome import Outcome as FileOutcome
from ingest.outcome import Progress, State
from ingest.readers.detect import SUFFIXES
from ui import navigation, resources, session, words
from ui.markup import escape, plain_label
from ui.problem import told
from ui.session import Outcome
from ui.shelf import outcome_html, progress_text

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

# How a browser writes these characters of a file's name when it sends the file.
# Source: HTML Standard, multipart/form-data encoding algorithm, https://html.spec.whatwg.org/
_AS_SENT = {"%22": '"', "%0A": " ", "%0D": " "}
_KINDS = sorted(suffix.removeprefix(".") for suffix in SUFFIXES)


def upload_panel(assistant: Assistant) -> None:
    """Draws the file chooser, adds what was chosen, and says how each file ended."""
    limits = resources.ui_settings()
    most = words.UPLOAD_MOST.format(files=limits.max_files, size=limits.max_upload_mb)
    st.html(f'<p class="by">{words.UPLOAD}. {most}</p>')
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            words.UPLOAD, type=_KINDS, accept_multiple_files=True, label_visibility="collapsed"
        )
        wanted = st.form_submit_button(words.UPLOAD_BUTTON, type="primary")
    if wanted and files:
        session.set_outcomes(_add(files[: limits.max_files], len(files) - limits.max_files))
        _release()
        assistant.index.refresh()
        st.rerun()
    for outcome in session.outcomes():
        st.html(outcome_html(outcome.state, outcome.name, outcome.message))


def _add(files: "list[UploadedFile]", left_out: int) -> tuple[Outcome, ...]:
    bar = st.progress(0.0, text=words.UPLOADING)
    lines = st.empty()
    with tempfile.TemporaryDirectory(prefix="lpip-upload-") as folder:
        paths = [_write(Path(folder), at, file) for at, file in enumerate(files)]
        ended: dict[Path, Outcome] = {}

        def tell(progress: Progress) -> None:
            if progress.latest is not None:
                ended[progress.latest.path] = _outcome(progress.latest)
            bar.progress(min(progress.done / max(progress.total, 1), 1.0), progress_text(progress))
            lines.html(_lines_html(paths, ended))

        try:
            report = pipeline.add(paths, resources.settings(), on_progress=tell)
        except IngestError as error:
            return (Outcome("failed", "", told(error)),)
    done = [_outcome(outcome) for outcome in report.outcomes]
    if report.note:
        done.append(Outcome(State.FAILED, "", report.note))
    if left_out > 0:
        done.append(Outcome("failed", words.MORE_FILES.of(left_out), words.TOO_MANY))
    return tuple(done)


def _release() -> None:
    """Forgets what was uploaded: Streamlit keeps it, and counts it, until the page closes."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def _outcome(ended: FileOutcome) -> Outcome:
    # Messages name the file where it was read, which is a folder of ours that will be gone.
    said = ended.message.removeprefix(f"{ended.path}: ")
    pages = words.PAGES_DONE.of(ended.pages) if ended.pages and not said else ""
    return Outcome(ended.state, ended.path.name, said or pages)


def _lines_html(paths: list[Path], ended: dict[Path, Outcome]) -> str:
    """A line for each file: how it ended, or that it waits."""
    waiting = (Outcome("waiting", path.name, "") for path in paths if path not in ended)
    return "".join(outcome_html(o.state, o.name, o.message) for o in (*ended.values(), *waiting))


def _write(folder: Path, at: int, file: "UploadedFile") -> Path:
    """Puts an uploaded file below `folder` under its own bare name, each in a folder of its own."""
    named = file.name.replace("\\", "/").replace("\x00", "")
    for written, meant in _AS_SENT.items():
        named = named.replace(written, meant)
    bare = Path(named).name or "file"
    place = folder / str(at)
    place.mkdir()
    # A name of a file system holds 255 bytes, and its end says the kind.
    path = place / bare.encode("utf-8", "replace")[-150:].decode("utf-8", "ignore")
    path.write_bytes(file.getbuffer())
    return path


def remove_button(document: HeldDocument) -> None:
    """A button that asks before it removes."""
    if st.button(words.REMOVE, key="remove", icon=":material/delete:", type="tertiary"):
        st.dialog(words.REMOVE_TITLE)(_confirm)(document)


def _confirm(document: HeldDocument) -> None:
    st.html(f"<p><b>{escape(document.metadata.title)}</b></p><p>{words.REMOVE_BODY}</p>")
    with st.container(horizontal=True):
        if st.button(words.REMOVE_YES, key="remove-yes", type="primary"):
            try:
                pipeline.remove(document.document_id, resources.settings())
            except IngestError as error:
                st.html(f'<p class="problem" role="alert">{escape(told(error))}</p>')
                return
            resources.assistant().index.refresh()
            session.close_source()
            st.query_params.pop(navigation.PUBLICATION, None)
            st.toast(plain_label(f"{words.REMOVED}: {document.metadata.title}"))
            st.rerun()
        if st.button(words.REMOVE_NO, key="remove-no"):
            st.rerun()
