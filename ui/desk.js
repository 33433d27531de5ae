/* The only script of ours in the page. It acts on cues that views leave in it (`ui/scroll.py`): fixed
   words and numbers of ours, never text from outside. */
(() => {
  "use strict";
  const seen = new WeakMap();
  const one = (selector) => document.querySelector(selector);
  // The page grows and Streamlit scrolls to its end while it is drawn, so a place is shown again and
  // again for a while: until something else is to be shown, or the reader moves.
  let shown = 0;
  const later = (act) => {
    const mine = ++shown;
    [0, 300, 700, 1500, 2500].forEach((wait) => setTimeout(() => mine === shown && act(), wait));
  };
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(move, () => (shown += 1), { capture: true, passive: true });
  }

  const cues = {
    // The panel scrolls by itself: scrollIntoView would move the page below it too.
    quote() {
      later(() => {
        const chip = one('[class*="st-key-cite-on-"]');
        if (chip) chip.scrollIntoView({ block: innerWidth < 992 ? "start" : "nearest" });
      });
      const panel = one(".st-key-source");
      const lit = panel && (panel.querySelector(".lit-at") || panel.querySelector(".page-text mark"));
      if (lit) {
        const top = lit.getBoundingClientRect().top - panel.getBoundingClientRect().top;
        if (top > panel.clientHeight * 0.8) panel.scrollTop += top - panel.clientHeight / 3;
        const sheet = lit.closest(".picture");
        if (sheet) sheet.scrollLeft = lit.offsetLeft - 24;
      } else if (panel) panel.scrollTop = 0;
    },
    top() {
      later(() => {
        const page = one(".stMain");
        if (page) page.scrollTop = 0;
      });
    },
    menu() {
      const fold = one('[data-testid="stSidebarCollapseButton"] button');
      if (fold && innerWidth < 768) fold.click();
    },
    // Remembered by the browser, so that the next page is in it from its first byte.
    language(code) {
      document.documentElement.lang = code;
      document.cookie = `lpip_lang=${code}; Path=/; Max-Age=31536000; SameSite=Strict`;
    },
    turn() {
      later(() => {
        const turns = document.querySelectorAll('[class*="st-key-turn-"]');
        if (turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
      });
    },
    linked() {
      const mark = one("[data-linked]");
      const turn = mark && mark.closest('[class*="st-key-turn-"]');
      later(() => turn && turn.scrollIntoView({ block: "start" }));
    },
  };

  // Streamlit gives its colour scheme to its own part of the page only; menus and dialogs lie outside.
  let dressed = "";
  const dress = () => {
    const app = one(".stApp");
    if (!app || app.className === dressed) return;
    dressed = app.className;
    document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
  };

  // What Streamlit gets wrong for a screen reader: a name on an element without a role, and a passing
  // message that is named by an element which is not there.
  const mend = () => {
    for (const zone of document.querySelectorAll('[role="presentation"][aria-label]')) {
      zone.setAttribute("role", "group");
    }
    for (const toast of document.querySelectorAll('[data-testid="stToast"][aria-labelledby]')) {
      const said = toast.querySelector('[data-testid="stToastText"]');
      if (said) said.id = toast.getAttribute("aria-labelledby");
    }
  };

  let turn = "";
  const act = () => {
    dress();
    mend();
    for (const mark of document.querySelectorAll("[data-cue]")) {
      const { cue, when } = mark.dataset;
      if (seen.get(mark) === when || !Object.hasOwn(cues, cue)) continue;
      seen.set(mark, when);
      // Drawn anew because a source was opened beside it: no new question.
      if (cue === "turn" && when === turn) continue;
      if (cue === "turn") turn = when;
      setTimeout(cues[cue], 150, when);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(act).observe(document.body, {
      attributes: true,
      attributeFilter: ["data-when", "class"],
      childList: true,
      subtree: true,
    });
    act();
  });
})();
