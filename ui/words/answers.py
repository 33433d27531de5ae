"""Words of asking, of answers and of a source that is open."""

from assistant.answer import NoteKind, Status
from ui.language import Plural

PRODUCT = "LPIP Evidence Assistant"
OTHER_LANGUAGE = "Cymraeg"
NO_SCRIPT = "This page needs JavaScript."
ASK, SEARCH, LIBRARY, ABOUT = "Ask", "Search", "Library", "About"
EVIDENCE_MAP = "Evidence map"

ASK_TITLE = "What does the evidence say?"
ASK_LEAD = (
    "Ask about local growth, skills, place partnerships or community policy. Every sentence of an "
    "answer opens the page it came from. When the evidence held here does not answer, you are "
    "told so."
)
ASK_PLACEHOLDER = "Ask about local policy evidence"
FOLLOW_UP_PLACEHOLDER = "Ask a follow-up question"
ASK_EXAMPLES = "Try one of these"
EXAMPLES = (
    "How much funding does the LPIP Hub have and who provides it?",
    "Which local authority areas does the Rural Wales LPIP cover?",
    "Compare how the Rural Wales LPIP and YPIP fund community-led research.",
    "What would it cost to bring London homes up to EPC B by 2030?",
    "Is the UK Shared Prosperity Fund still running?",
    "Which seven policy areas did UKRI identify for the LPIP programme?",
)
NEW_CONVERSATION = "New conversation"
STOPPED = "Stopped before an answer was found."
ASK_FAILED = "The question could not be answered because of a fault. See the server's log."
ASK_AGAIN = "Ask again"
READ_AS = "Read as"
ASK_NEXT = "Ask next"
DID_YOU_MEAN = "Which of these do you mean?"
ASK_INSTEAD = "Ask instead"
NEAREST = "Nearest evidence"
NEAREST_WHY = "The closest passages held here. They do not answer the question."
NEAREST_REST = "Other passages close to the question. They do not answer the rest of it."
COPY = "Copy with citations"
COPY_HOW = "The button at the top right of the box copies all of it."
LINK_TO = "Address of this answer, in this browser:"
HOW_MADE = "How this was made"
MADE_OF = {
    "embedding": "Model for search",
    "composer": "Way of answering",
    "prompts": "Prompts",
    "relevance": "Model for relevance",
    "judge": "Model that checks claims",
    "max_claims": "Claims at most",
    "candidates": "Passages considered",
    "read": "Passages read",
    "reranker": "Model that reorders",
    "rerank": "Passages put in order",
    "threshold": "Least certainty to answer",
}
CHECKING = "Looking through the evidence"
WAITING = Plural(
    "{count:,} question is being answered before yours",
    "{count:,} questions are being answered before yours",
)
WRITTEN_BY = "Written by {model}. Each sentence was checked against the page that it opens."
WRITTEN_IN_PART = (
    "Written in part by {model}, each sentence checked against the page that it opens; the rest is "
    "quoted word for word."
)

VERDICT_PARTLY = "Partly supported by its source"
VERDICT_NOT = "Not supported by its source"

STATUS_TITLE = {
    Status.PARTIAL: "Part of the question is answered",
    Status.ABSTAINED: "The evidence held here does not answer this",
    Status.NEEDS_CLARIFYING: "The question can be read in more than one way",
    Status.OUT_OF_SCOPE: "This is outside what this assistant covers",
}
NEAREST_TITLE = "No clear answer is held here; here is the nearest"
NEAREST_BODY = (
    "What follows is on the same matter and may help, but it was not found to answer the question."
)
STATUS_BODY = {
    Status.PARTIAL: "What follows is what the publications held here say. The rest of the question "
    "has no evidence here.",
    Status.ABSTAINED: "Nothing held here states it, so there is no answer to give. You can name a "
    "place, programme or year, remove a filter, or add the publication in the Library.",
    Status.NEEDS_CLARIFYING: "Say which one you mean, and the answer can be exact.",
    Status.OUT_OF_SCOPE: "It answers from publications on local policy and place-based growth in "
    "the UK. It gives no personal, legal or medical advice and no opinions of its own.",
}
NOTE_LABEL = {
    NoteKind.EDITION: "Edition",
    NoteKind.JURISDICTION: "Where it applies",
    NoteKind.DISAGREEMENT: "Sources differ",
    NoteKind.COVERAGE: "Not covered",
    NoteKind.NEAREST: "Not given",
    NoteKind.STRENGTH: "Strength of evidence",
    NoteKind.DATE: "As of",
    NoteKind.SOURCE_KIND: "Kind of source",
    NoteKind.CLARIFY: "To be clear",
    NoteKind.SCOPE: "Scope",
    NoteKind.PREMISE: "Taken for granted",
    NoteKind.MODEL: "Language model",
}

NOTE_UNDATED = "No date"
COMPARISON = "Comparison"
COMPARISON_HEAD = ("Side", "What the evidence says", "Source")
EXPORT = "Export"
EXPORT_AS = {
    "word": "Word briefing (.docx)",
    "markdown": "Markdown (.md)",
    "ris": "RIS, for Zotero or EndNote (.ris)",
    "bibtex": "BibTeX (.bib)",
    "csl": "CSL-JSON (.json)",
    "csv": "Spreadsheet (.csv)",
}
EXPORT_REFUSED = "Not exported: these quotes no longer stand on their page. Ask again first."

FILTERS = "Filters"
FILTER_FIELDS = {
    "places": "Place",
    "nations": "Nation",
    "themes": "Theme",
    "doc_types": "Type",
    "publishers": "Publisher",
}
FILTER_YEARS = {"since": "From year", "until": "To year"}
ANY = "Any"
CLEAR_FILTERS = "Clear filters"
ONLY = "Only"
ONE_PUBLICATION = "one publication"

NOTE_BADGE = "Evidence note"
NOTE_EXPLAINED = (
    "A note is a short summary written for this project. It is not the publication: check the "
    "original before you quote it."
)
NO_ORIGINAL = "No web address is known for this publication."
OPEN_ORIGINAL = "Open the original"
OPEN_ORIGINAL_AT = "Open the original at page {page}"
CLOSE_SOURCE = "Close source"
PREVIOUS, NEXT = "Previous page", "Next page"
GO_TO_PAGE = "Go to page"
CITATION_BEFORE, CITATION_AFTER = "Previous citation", "Next citation"
CITATION_OF = "Citation {number} of {count}"
ZOOM_IN, ZOOM_OUT = "Zoom in", "Zoom out"
PAGE_OF = "Page {page} of {count}"
PAGE_TEXT = "Text of this page"
WHOLE_TEXT = "Show the whole text"
NO_TEXT = "This page holds no text."
BY_OCR = "OCR"
CHECK_PICTURE = "This page was {how}: check the picture before you quote it."
NO_PICTURE = "The picture of this page cannot be drawn. Its text is below."
SOURCE_GONE = (
    "This publication is no longer in the library, so its page cannot be shown. It was removed or "
    "replaced after the answer was made."
)

BROKEN = "Something went wrong"
BROKEN_BODY = "The page could not be shown. Reload it; if it fails again, see the server's log."
NOT_READY = "The assistant cannot start"
OPENING = "Opening the library"
LIBRARY_BUSY = "The library is being written to just now. Try again in a moment."
