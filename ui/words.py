"""The words of the interface, in one place, so that they can be corrected and translated.

Written here in English. Read through the module (`words.ASK`), each constant comes in the language
that is spoken now; the others stand in `ui/catalogues`. Read them when something is drawn, never
when a module is imported.
"""

import sys

from assistant.answer import NoteKind, Status
from assistant.evidence_map import Axis
from ui.language import Messages, Plural

sys.modules[__name__].__class__ = Messages

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
HOW_ANSWERED = "How an answer is made"
KEEP_IN_MIND = "What to keep in mind"
EMBEDDING_MODEL, VERSION = "Embedding model", "Version"
STEPS_BEFORE = (
    (
        "Your question is read",
        "A follow-up is completed from the conversation, and places, years and comparisons in it "
        "are recognised.",
    ),
    ("Passages are found", "By meaning and by words at once, within the filters you chose."),
)
STEPS_AFTER = (
    ("Each is checked", "A sentence is shown only when its quote is found on the page it cites."),
    (
        "Or you are told no",
        "When the evidence held here does not answer, there is no answer, only the nearest "
        "passages.",
    ),
)
FROM_RECORDS = (
    "From your records of {when}: the same question, asked of the same library with the same "
    "settings. The model was not asked again."
)
STEP_QUOTED = "Sentences are quoted"
STEP_QUOTED_BODY = (
    "Those that answer the question are picked, word for word. Nothing is written by a language "
    "model."
)
STEP_WRITTEN = "Sentences are written"
STEP_WRITTEN_BODY = (
    "{model} writes from the passages found. What does not hold against them is left out; where "
    "too little is left, sentences are quoted word for word."
)
LIMITS = (
    "It knows only the publications in the Library. That something is not here does not mean that "
    "it does not exist.",
    "Evidence notes are summaries written for this project from the opening parts of publications. "
    "Check the original before you quote one.",
    "Policy is often devolved: look at the nation and place of each source before you apply it.",
    "Scanned pages are read by OCR where Tesseract is installed, and can hold misread words.",
    "Asked for a figure that a report on the very topic does not give, it can show the nearest "
    "sentence instead. Read the quote.",
)
HOLDS = "What it holds, and what it lacks"
HOLDS_LINE = "{full} and {notes}; {undated} carry no date."
NO_YEARS = "Nothing is held from {years}."
FULL_COUNT = Plural("{count:,} full publication", "{count:,} full publications")
NOTE_COUNT = Plural("{count:,} evidence note", "{count:,} evidence notes")
THEMES_HEADS = ("Theme", "Full", "Notes", "Newest", "Nothing held for")
NO_DATE = "no date"
NOTHING_LACKS = "–"
SEE_THE_MAP = "See the evidence map"
HOW_GOOD = "How good the answers are"
HOW_GOOD_LINE = (
    "Measured {date} on {cases} development questions over the starter corpus, with 95% intervals. "
    "The decision to answer was fitted on these questions, so expect less on others. The "
    "Evaluation view shows every run made here."
)
HOW_GOOD_UNDATED = "with this version"
MEASURES_HEADS = ("Measure", "Value", "Interval", "Questions")
MEASURES = {
    "recall@5": ("Found among the first 5", "a right page is among the first five pages found"),
    "recall@10": ("Found among the first 10", "a right page is among the first ten pages found"),
    "point_recall": ("Points made", "of the points that a good answer makes"),
    "citation_precision": ("Citations that are right", "on a page or quote judged to be evidence"),
    "page_accuracy": ("First citation right", "its page is one judged to be evidence"),
    "quote_validity": ("Quotes that are there", "found on the cited page by another reader"),
    "refusal_f1": ("Refusals", "right refusals, and none missed (F1)"),
    "false_refusals": (
        "Wrongly refused",
        "answerable questions that were refused; lower is better",
    ),
}
NO_SPREAD = "all alike"
NO_FIGURES = "The figures of this version are not installed beside it."
RUNS_ON = "What it runs on"
RECORD = "Transparency record"
RECORD_LEAD = (
    "In the form of the UK's Algorithmic Transparency Recording Standard, in English, filled with "
    "what is true of this installation."
)
RECORD_OPEN_FIELDS = Plural(
    "{count} field is for the organisation that runs it to fill in.",
    "{count} fields are for the organisation that runs it to fill in.",
)
RECORD_OPEN = "To be completed by the organisation that deploys this tool"
RECORD_SHOW = "Read the record"
RECORD_MARKDOWN, RECORD_CSV = "Download as Markdown", "Download as CSV"
LEAVES = "What leaves this machine"
LEAVES_NOTHING = (
    "Nothing. Everything runs on this machine: no question, answer or document leaves it, and no "
    "usage statistics are collected."
)
LEAVES_NOTHING_LOCAL = (
    "Nothing. The language model {model} runs on this machine too; no question, answer or document "
    "leaves it, and no usage statistics are collected."
)
LEAVES_FOR_MODEL = (
    "For each answer the question, the questions before it in the conversation, the passages "
    "chosen and our instructions are sent to the language model {model} at {host}. Nothing else "
    "leaves this machine. Documents marked as not for hosted models are never sent."
)
LEAVES_NEVER = "Neither are those of the collections {collections}."
USAGE = "What the language model took"
USAGE_HEADS = ("Day (UTC)", "Model", "Calls", "Tokens sent", "Tokens received", "Money")
ORDERS_ON_PAGE = (
    "Parts of this page give orders to software that reads it. They are shown as they stand; they "
    "are never followed and never quoted as evidence."
)

VERDICT_PARTLY = "Partly supported by its source"
VERDICT_NOT = "Not supported by its source"

STATUS_TITLE = {
    Status.PARTIAL: "Part of the question is answered",
    Status.ABSTAINED: "The evidence held here does not answer this",
    Status.NEEDS_CLARIFYING: "The question can be read in more than one way",
    Status.OUT_OF_SCOPE: "This is outside what this assistant covers",
}
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
    NoteKind.STRENGTH: "Strength of evidence",
    NoteKind.DATE: "As of",
    NoteKind.SOURCE_KIND: "Kind of source",
    NoteKind.CLARIFY: "To be clear",
    NoteKind.SCOPE: "Scope",
    NoteKind.PREMISE: "Taken for granted",
    NoteKind.MODEL: "Language model",
}

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

HISTORY = "History"
HISTORY_TITLE = "History"
HISTORY_LEAD = (
    "Your conversations, kept on this machine. Every answer is looked up again when you open it."
)
FIND_CONVERSATION = "Find by words of the question"
NO_HISTORY = "No conversations yet"
NO_HISTORY_BODY = "What you ask is kept here, so that you can come back to it."
NO_SUCH_WORDS = "No conversation holds these words. Try fewer or other words."
TODAY, YESTERDAY = "Today", "Yesterday"
RENAME, NAME, DELETE = "Rename", "Name", "Delete"
DELETE_TITLE = "Delete this conversation?"
DELETE_BODY = "Its questions, answers and your feedback on them are deleted for good."
DELETE_YES = "Delete"
NO_SUCH_CONVERSATION = (
    "There is no such conversation here. It was deleted, or it belongs to another browser."
)
FEEDBACK_CSV = "Download your feedback ({count})"
CHECK_AGAIN = "Check again"
CHECKED_HOLDS = "Looked up again: every quote still stands on its page."
NOT_CHECKED = "The citations could not be looked up now."
STALE_CHANGED = Plural("{count:,} source changed since", "{count:,} sources changed since")
STALE_REMOVED = Plural("{count:,} source was removed", "{count:,} sources were removed")
QUESTION_COUNT = Plural("{count:,} question", "{count:,} questions")
STALE_BODY = (
    "Sentences that no longer stand on their page are not shown. Ask again for an answer from "
    "what is held now."
)
LOST_CHANGED = "A sentence stood here whose source has changed since, so it is not shown."
LOST_REMOVED = "A sentence stood here whose source was removed, so it is not shown."
ASKED_BEFORE = "You asked this before"
EDIT_QUESTION = "Edit question"
EDIT_LABEL = "Your question"
EDIT_ASK = "Ask this instead"
EDIT_REPLACES = "The answer to it, and what came after it in this conversation, is replaced."
HELPFUL, NOT_HELPFUL = "Helpful", "Not helpful"
WHAT_IS_WRONG = "What is wrong?"
IN_YOUR_WORDS = "In your own words (optional)"
SEND = "Send"
FEEDBACK_KEPT = (
    "Kept on this machine with the answer, for the people who look after this assistant."
)
FEEDBACK_THANKS = "Thank you. Your feedback is kept."
FEEDBACK_FAILED = "Your feedback could not be kept."
ANSWER_REASONS = {
    "not-answered": "Does not answer it",
    "incomplete": "Something is missing",
    "wrong": "It is wrong",
    "old": "Out of date",
    "place": "Wrong place",
    "unclear": "Hard to follow",
}
CITATION_WRONG = "Wrong evidence?"
CITATION_REASONS = {
    "page": "Wrong page",
    "support": "Does not support the sentence",
    "context": "Out of context",
    "old": "Out of date",
}

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

SEARCH_TITLE = "Search the evidence"
SEARCH_LEAD = (
    "Passages from the publications held here, best first. Select what you need and take it with "
    "you."
)
SEARCH_PLACEHOLDER = "Search for a topic, programme or place"
SEARCH_HOW = (
    "Words find their other forms and what is near them in meaning. Put an exact phrase in double "
    "quotes."
)
SEARCH_EXAMPLES = (
    "retrofit skills",
    "community-led research grants",
    '"community wealth building"',
    "economic inactivity",
)
SORT = "Sort"
SEARCH_ORDER = {"relevance": "Relevance", "newest": "Newest first", "oldest": "Oldest first"}
BY_PUBLICATION = "Group by publication"
PASSAGE_COUNT = Plural("{count:,} passage", "{count:,} passages")
PASSAGES_AT_LEAST = "{count:,} or more passages"
FOUND = "{passages} in {publications}"
FOUND_BY_YEAR = "Year"
STRENGTH = "Strength of evidence"
ALL_VALUES = "All {count}"
DROP_FILTER = "Remove the filter {name}"
MORE = "Show more"
MORE_HERE = Plural("{count:,} more from this publication", "{count:,} more from this publication")
OPEN_NOTE = "Open the note"
SIMILAR = "Similar passages"
LIKE_TITLE = "Passages similar to this one"
LIKE_BACK = "Back to the search"
LIKE_GONE = "That passage is gone"
LIKE_GONE_BODY = "Its publication was removed or replaced. Search again."
ONLY_IN = "Only in"
SEARCH_ALL = "Search everything"
GONE = "a publication that is no longer held"
NOTHING_FOUND = "Nothing found"
NOTHING_FOUND_BODY = "Try fewer or other words, or remove a filter."
NOTHING_WITHIN = Plural(
    "Nothing within these filters; without them there is {count:,} passage.",
    "Nothing within these filters; without them there are {count:,} passages.",
)
NOTHING_EXACT = (
    "No passage holds exactly these words. Without the quotes their other forms are found too."
)
WITHOUT_QUOTES = "Search without the quotes"
SELECT_ONE = "Select {title}, page {page}"
SELECT_ALL = "Select all {count} shown"
SELECTED = Plural(
    "{count:,} passage selected, from {publications}",
    "{count:,} passages selected, from {publications}",
)
SAVED = "Saved searches"
SAVED_ONE = "Saved search"
SAVED_NONE = "None yet. Search for something, and save it here to see later what is new."
SAVED_FULL = "There is room for {most}. Delete one first."
SAVE_AS = "Name of the search"
SAVE_SEARCH = "Save this search"
CHANGE_SAVED = "Rename or delete {name}"
NEW_SINCE = Plural("{count:,} new", "{count:,} new")
UNSELECT_SHOWN = "Unselect those shown"
UNSELECT = "Clear selection"
SELECTED_GONE = Plural(
    "{count:,} was removed from the library since.",
    "{count:,} were removed from the library since.",
)

MAP_TITLE = "Evidence map"
MAP_LEAD = (
    "Where evidence is held, and where none is. Each number is a count of publications: choose one "
    "to see them. A dashed nought is a gap in this library."
)
MAP_TITLE_OF = "{rows} by {columns}"
MAP_ROWS, MAP_COLUMNS = "Rows", "Columns"
MAP_READING = "Reading the publications"
MAP_HOW = "A table of buttons. Move between cells with the arrow keys; Enter shows a cell."
AXES = {
    Axis.THEME: "Theme",
    Axis.NATION: "Nation",
    Axis.PLACE: "Place",
    Axis.PARTNERSHIP: "Partnership",
    Axis.YEAR: "Year",
    Axis.DOC_TYPE: "Type",
    Axis.STRENGTH: "Strength of evidence",
}
UNSAID = {
    Axis.THEME: "No theme",
    Axis.NATION: "No nation",
    Axis.PLACE: "No place",
    Axis.PARTNERSHIP: "None named",
    Axis.YEAR: "Undated",
    Axis.DOC_TYPE: "Unknown type",
    Axis.STRENGTH: "Not said",
}
BEFORE_YEAR = "Before {year}"
CELL = "{row}, {column}"
ALL_TOTAL = "All"
MAP_COUNTED = (
    "{shown} counted, {notes} of them evidence notes; copies, and notes of a publication that is "
    "held, are not counted again. A publication with several themes or places counts in each of "
    "its cells, and once in each total. {empty} of {cells} cells are empty."
)
ALL_OF = "all"
MAP_UNLISTED = {
    Axis.PLACE: "{count} are in no cell: they concern whole nations, or places not listed here.",
}
MAP_UNLISTED_OTHER = "{count} are in no cell: they have none of the values listed."
MAP_BY_WORDS = {
    Axis.STRENGTH: "Strength of evidence is what a publication's own words say that it rests on, "
    "found by rule; a publication can rest on several kinds.",
    Axis.PARTNERSHIP: "A publication counts for a partnership that its title, publisher or text "
    "names.",
}
MAP_SVG, MAP_CSV = "Download the picture (SVG)", "Download the data (CSV)"
MAP_EMPTY_CELL = "No evidence held: {cell}"
MAP_EMPTY_BODY = (
    "No publication in this library is labelled with both. That is a gap here, not proof that no "
    "such evidence exists. You can search the passages, or add publications in the Library."
)
MAP_MORE = "Show all {count}"
NOT_ALL_READ = "Not fully read"
PUBLICATION_COUNT = Plural("{count:,} publication", "{count:,} publications")
NO_EVIDENCE = "no evidence held"

LIBRARY_TITLE = "Library"
LIBRARY_LEAD = "What the assistant holds, and where you add to it."
LIBRARY_EMPTY = "Nothing is held yet"
LIBRARY_EMPTY_BODY = (
    "Add publications in the Library, or put the starter corpus in from a terminal: "
    "lpip-ingest starter"
)
PUBLICATIONS, ADD, OVERVIEW = "Publications", "Add publications", "Overview"
LIBRARY_TOTALS = ("full publications", "evidence notes", "pages", "passages")
BY_YEAR = "By year of publication"
BY_THEME, BY_PLACE = "By theme", "By place"
BY_PUBLISHER, BY_TYPE = "By publisher", "By type"
AND_MORE = "and {count:,} more"
YEARS = "{first} to {last}"
SHOW = "Show"
SHOW_KINDS = {
    "all": "Everything",
    "full": "Full publications",
    "notes": "Evidence notes",
    "problems": "Not fully read",
    "undated": "Without a date",
    "guessed": "With details worked out from the text",
    "replaced": "Replaced or withdrawn",
}
LIBRARY_ORDER = {
    "title": "Title",
    "newest": "Newest first",
    "added": "Last added first",
    "pages": "Longest first",
}
ALL_PUBLICATIONS = "All publications"
PUBLICATION_GONE = "This publication is not held"
PUBLICATION_GONE_BODY = (
    "It was removed or replaced, or the address is wrong. The library lists what is held."
)
READ_IT = "Read it"
SEARCH_IN_IT = "Search in it"
ASK_ABOUT = "Ask about this publication"
ASK_ABOUT_PLACEHOLDER = "Answers then come from it alone"
CONTENTS, WHAT_IS_KNOWN, WHERE_FROM = "Contents", "What is known", "Where it came from"
CONTENTS_HOW = "{passages}. Choose a heading to read it beside this page."
AT_PAGE = "p. {page}"
NO_PASSAGES = "No passage was made of this publication"
PAGE_COUNT = Plural("{count:,} page", "{count:,} pages")
PAGES_HELD, PASSAGES_HELD = "Pages", "Passages"
READ_TEXT = Plural("{count:,} page of text", "{count:,} pages of text")
READ_OCR = Plural("{count:,} page read by OCR ({sure} sure)", "{count:,} read by OCR ({sure} sure)")
READ_EMPTY = Plural("{count:,} page without text", "{count:,} without text")
NEWER_HELD = "A newer edition is held"
UNKNOWN = "not known"
FIELDS = {
    "title": "Title",
    "publisher": "Publisher",
    "authors": "Authors",
    "published": "Date",
    "doc_type": "Type",
    "places": "Places",
    "nations": "Nations",
    "themes": "Themes",
    "licence": "Licence",
    "status": "Status",
}
ORIGIN = "from the {origin}"
ORIGIN_GUESSED = "worked out from the {origin}"
GUESSED = "Worked out from the file by rule, and possibly wrong: {fields}."
FILE_KIND, HOW_READ, ADDED_ON = "Kind of file", "How it was read", "Added"
FETCHED_FROM, FETCHED_ON = "Fetched from", "Fetched"
NOT_FETCHED = "Not fetched: the file was added by hand, or came with the starter corpus"
ORIGINAL_FILE, KEPT, NOT_KEPT = "Original file", "kept in the library", "not kept"
EDITIONS = "Editions of this work"
THIS_EDITION = "this one"
PROBLEMS = "What could not be read"
FILES_DONE = "{done} of {total} files"
PAGES_DONE = Plural("{count:,} page read", "{count:,} pages read")
SECONDS_LEFT = "about {seconds} s left"
FIND_PUBLICATION = "Find by title, publisher or place"
UPLOAD = "PDF, Word, HTML, Markdown or text files"
UPLOAD_MOST = "At most {files} at once, {size} MB each."
MORE_FILES = Plural("{count} more file", "{count} more files")
TOO_MANY = "Too many at once."
UPLOAD_BUTTON = "Add to the library"
UPLOADING = "Reading and adding"
FETCH_TITLE = "Fetch from the catalogue"
FETCH_LEAD = (
    "Download publications from the sites of their publishers. What a site does not let programs "
    "fetch, download in your browser and add above."
)
FETCH_MOST = "At most {files} at once."
FETCH_OFF = "Fetching from the web is switched off here (LPIP_FETCH=off)."
FETCH_FIND = "Find by title, publisher or year"
FETCH_CHOOSE = "Publications to fetch"
FETCH_PLACEHOLDER = "Choose one or more"
FETCH_ATTACHMENTS = "Also the PDF, where a page offers exactly one"
FETCH_BUTTON = "Fetch and add"
FETCHING = "Fetching"
REMOVE = "Remove from the library"
REMOVE_TITLE = "Remove this publication?"
REMOVE_BODY = (
    "Its text, passages and stored file are deleted, and earlier answers lose the sentences that "
    "quoted it."
)
REMOVE_YES, REMOVE_NO = "Remove", "Keep it"
REMOVED = "Removed"
OUTCOME = {
    "added": "Added",
    "replaced": "Replaced",
    "unchanged": "Already held",
    "empty": "No text found",
    "failed": "Not added",
    "waiting": "Waiting",
}

BROKEN = "Something went wrong"
BROKEN_BODY = "The page could not be shown. Reload it; if it fails again, see the server's log."
NOT_READY = "The assistant cannot start"
OPENING = "Opening the library"

EVALUATION = "Evaluation"
EVALUATION_LEAD = (
    "How good the answers are, and how far the automatic judges agree with people. Your decisions "
    "stay in this library."
)
EVALUATION_SECTION = "Part of the evaluation"
FIGURES, REVIEW, DRAFTS = "Figures", "Review claims", "Draft questions"
NO_RUNS = "No run of the suite is here yet"
NO_RUNS_BODY = (
    "Make one from a terminal, then reload this page: "
    "lpip-eval run domain --out {folder}/domain. Another folder can be named by LPIP_UI_RUNS."
)
RUN_UNREADABLE = "This run cannot be read"
RUN_UNREADABLE_BODY = "{file} is not a run of this version. Make it again with lpip-eval run."
RUN, SYSTEM = "Run", "System"
RUN_MADE = "{made} · {cases} cases"
RUN_PASSED = "{passed} of {cases} cases without a problem"
RUN_REPORT = "Download the full report"
RUN_FAILING = "Cases with a problem"
RUN_ALL_PASSED = "Every case passed."
SPAN = "{low} to {high}"
RUN_INTERVAL = "{low} to {high}, n {n}"
RUN_EXPLAINED = "Each value with its 95% interval over cases; n is the number of cases it counts."
REVIEWER = "Your name"
REVIEWER_WHY = (
    "Each person's decisions are kept apart, and nobody sees another's before their own are made."
)
REVIEWER_FIRST = "Type your name to begin"
QUEUE = "Queue"
NO_CLAIMS = "No claims are waiting"
NO_CLAIMS_BODY = "Queue the claims of a run from a terminal: lpip-eval review RUN --library {home}"
NO_DRAFTS = "No draft questions are waiting"
NO_DRAFTS_BODY = (
    "Draft some from what the library holds, from a terminal: lpip-eval make-cases --library {home}"
)
REVIEW_ASK = "Does the lit quote, read in its context, support the claim?"
REVIEW_CLAIM = "Claim"
REVIEW_QUESTION = "Answer to"
LABEL = {"supported": "Supported", "partly": "Partly", "not_supported": "Not supported"}
LABEL_TIP = {
    "supported": "Everything the claim says is in the evidence.",
    "partly": "Some of it is; the rest is not there.",
    "not_supported": "The evidence does not say it, or says otherwise.",
}
REVIEW_DONE = "{done} of {total} decided"
UNDO, SKIP = "Undo", "Skip"
OPEN_PAGE = "Open page {page} beside this"
OPEN_PAGE_LABEL = "Page {page}"
REVIEW_FINISHED = "You have decided on every claim"
REVIEW_FINISHED_BODY = "Here is how far you agree with others and with the judges."
REVIEW_ALONE = "Nobody else has decided on these claims yet."
AGREEMENT = "Agreement"
AGREEMENT_COLUMNS = ("Who", "Claims", "Same label", "Cohen's kappa", "Krippendorff's alpha")
AGREEMENT_EXPLAINED = (
    "1 is perfect agreement, 0 is chance. Alpha is for labels in an order, with its 95% interval "
    "over claims. Beside a judge, which says only yes or no, “partly” counts as not supported. A "
    "dash means that the measure is undefined: everyone gave one and the same label."
)
CHANGED_CAUGHT = "{caught} of {changed} claims made wrong on purpose were not called supported."
DIFFERENCES = "Where people differ ({n})"
EXPORT_LABELS = "Download the labels ({n})"
EXPORT_LABELS_WHY = (
    "JSON Lines for lpip-eval judge: the claims on which most people agree. “Partly” counts as not "
    "supported."
)
DRAFT_EXPECTED = {
    "answer": "The answer stands in the evidence below.",
    "abstain": "The library does not say this: the right outcome is to decline.",
}
DRAFT_POINTS = "A right answer says"
DRAFT_QUESTION = "Question"
DRAFT_POINTS_HOW = "What a right answer says: one point a line, alternatives apart by |"
ACCEPT, EDIT, REJECT = "Accept", "Edit", "Reject"
ACCEPT_EDITED, CANCEL = "Accept as changed", "Cancel"
DRAFTS_FINISHED = "Every draft is decided"
DRAFTS_FINISHED_BODY = "{accepted} accepted, {rejected} rejected."
EXPORT_CASES = "Download the case file ({n})"
EXPORT_CASES_WHY = "Accepted questions, as lpip-eval run reads them."


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UNDATED = "undated"
NOTE_IN_SHORT = "note"
PAGE_IN_SHORT = "p. {page}"
SINCE, UNTIL = "since {year}", "until {year}"
REVISION, TIME_TAKEN, SECONDS = "Library revision", "Time", "{seconds:.1f} s"
SOURCES = "Sources"
PICTURE_OF, PICTURE_LIT = "Page {page} of {title}", "Page {page} of {title}, quote lit"
NEW_TAB = "opens in a new tab"
FETCH_PROGRESS = "{done} of {total} fetched, {size}"
FETCHED_NOT_ADDED = "Fetched, but not added yet."
NOT_CHANGED = "Not changed since it was fetched."

# As the assistant writes them (see `ui/said.py`); its own words, not ours to change here.
ASSISTANT_SAYS = {
    "nothing": "The evidence held here does not answer this question.",
    "not-said": "The evidence held here does not say: {question}",
    "rest": "The question asks for what is left when some are set aside. The evidence held here "
    "cannot show that its list of the others is complete.",
    "premise": "The question takes for granted that {premise}. Compare that with the evidence "
    "quoted before relying on it.",
    "ambiguous": "“{term}” means several things in this field. Do you mean {meanings}?",
    "vague": "Which {what} do you mean? Publications that may fit: {titles}.",
    "standing": "“{title}” is marked {status}.",
    "newer": "A newer edition of “{title}” is held: “{newer}”.",
    "elsewhere": "“{title}” covers {nations}, not {asked}.",
    "later": "{sentence} Newer publications may exist outside this library.",
    "as-of-some": "As of {date}, the date of the newest source cited; {count} cited without a "
    "known date.",
    "as-of": "As of {date}, the date of the newest source cited.",
    "no-date": "None of the sources cited carries a date.",
    "one-note": "1 source cited here is an evidence note: a summary held in this library. Open the "
    "original before quoting it.",
    "notes": "{count} sources cited here are evidence notes: a summary held in this library. Open "
    "the original before quoting it.",
    "far": "Nothing in the library comes near this question.",
    "near": "The nearest publications held are {titles}.",
    "differ": "Sources differ: {one} and {other}.",
    "rests-only": "The claim rests on {kind} ({signs})",
    "rests": "Claim {number} rests on {kind} ({signs})",
    "rest-on": "Claims {numbers} rest on {kind} ({signs})",
    "searching": "Searching {count} publications",
    "reading-one": "Reading {count} passages from 1 publication",
    "reading": "Reading {count} passages from {publications} publications",
    "by-ocr": "read by OCR, {share}% sure",
}
EVIDENCE_KINDS = {
    "a review of evaluations": "a review of evaluations",
    "a randomised trial (Maryland level 5)": "a randomised trial (Maryland level 5)",
    "quasi-random variation (Maryland level 4)": "quasi-random variation (Maryland level 4)",
    "a comparison group (Maryland level 3)": "a comparison group (Maryland level 3)",
    "case studies or interviews": "case studies or interviews",
    "a survey or monitoring": "a survey or monitoring",
    "an estimate": "an estimate",
    "a stated intention": "a stated intention",
    "an opinion": "an opinion",
}


def publications(count: int) -> str:
    """ "no evidence held", "1 publication", "12 publications"."""
    here = sys.modules[__name__]
    return str(here.PUBLICATION_COUNT.of(count) if count else here.NO_EVIDENCE)
