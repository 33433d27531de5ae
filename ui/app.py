"""The page: frame and router. Run by `lpip-ui`, or with `streamlit run ui/app.py`."""

from pathlib import Path

import streamlit as st

from ui import identity, navigation, scroll, session, speech, words
from ui.brand import LOGO_SVG, MARK_SVG, favicon
from ui.layout import guarded

identity.claim()
speech.begin()
st.set_page_config(page_title=words.PRODUCT, page_icon=favicon(), layout="wide")
st.html(Path(__file__).with_name("style.css"))
st.logo(LOGO_SVG, size="large", icon_image=MARK_SVG)
page = st.navigation(list(navigation.pages().values()))
speech.switch()
if changes := session.enter(page.url_path):
    scroll.fold_menu(str(changes))
guarded(page.run)
