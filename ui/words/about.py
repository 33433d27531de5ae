"""Words of About."""

from ui.language import Plural

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
    "passed": (
        "Questions without a problem",
        "right outcome, every vital point, every quote on its page, nothing forbidden said",
    ),
    "right_status": ("Right outcome", "answered, answered in part or refused as it should be"),
    "vital_points": ("Vital points made", "of the points that an answer must make"),
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
