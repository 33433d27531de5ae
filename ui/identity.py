"""Who is on the other side of this session."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.serve.owners import OWNER_HEADER, owner_of_user, owners


def owner() -> str:
    """The owner's id, as the gate says. Without our gate (`streamlit run`) each session is its own.

    32 hexadecimal digits.
    """
    said = st.context.headers.get(OWNER_HEADER) if owners().gated else None
    return said or owner_of_user(f"session {_session_id()}") or ""


def claim() -> None:
    """Tells the gate whose this session is; to be called first in every run of the script."""
    owners().claim(_session_id(), owner())


def _session_id() -> str:
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""
