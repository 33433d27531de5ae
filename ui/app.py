"""The page: frame and router. Run by `lpip-ui`, or with `streamlit run ui/app.py`."""

from pathlib import Path

import streamlit as st

from ui import scroll, session, words
from ui.brand import LOGO_SVG, MARK_SVG, favicon
from ui.layout import guarded
from ui.views import about, ask, library, search

st.set_page_config(page_title=words.PRODUCT, page_icon=favicon(), layout="wide")
st.html(Path(__file__).with_name("style.css"))
st.logo(LOGO_SVG, size="large", icon_image=MARK_SVG)
page = st.navigation(
    [
        st.Page(ask.show, title=words.ASK, icon=":material/forum:", url_path="ask", default=True),
        st.Page(search.show, title=words.SEARCH, icon=":material/search:", url_path="search"),
        st.Page(
            library.show, title=words.LIBRARY, icon=":material/library_books:", url_path="library"
        ),
        st.Page(about.show, title=words.ABOUT, icon=":material/info:", url_path="about"),
    ]
)
if changes := session.enter(page.url_path):
    scroll.fold_menu(str(changes))
guarded(page.run)
