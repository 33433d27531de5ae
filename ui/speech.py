"""Which language a session's page speaks, and the switch between them."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import language, scroll, words

_CHOSEN = "language"


def begin() -> None:
    """Settles the language of a session in its first run.

    In this order: the page's address (`?lang=cy`), what this browser chose before, what the browser
    prefers, English.
    """
    if _CHOSEN in st.session_state:
        return
    preferred = (st.context.locale or "").split("-")[0]
    said = (st.query_params.get("lang"), st.context.cookies.get(language.COOKIE), preferred)
    st.session_state[_CHOSEN] = next((c for c in said if c in language.LANGUAGES), language.ENGLISH)


def switch() -> None:
    """Draws the button to the other language, and tells the page's script which is spoken."""
    scroll.say_language(language.current())
    others = [code for code in language.LANGUAGES if code != language.current()]
    with st.sidebar, st.container(key=f"language-{others[0]}"):
        st.button(
            words.OTHER_LANGUAGE,
            key="language-switch",
            icon=":material/translate:",
            type="tertiary",
            on_click=_speak,
            args=(others[0],),
        )


def _speak(code: str) -> None:
    st.session_state[_CHOSEN] = code
    if "lang" in st.query_params:
        st.query_params["lang"] = code


def _of_session() -> str | None:
    if get_script_run_ctx() is None:
        return None
    code: str | None = st.session_state.get(_CHOSEN)
    return code


language.asked_of(_of_session)
