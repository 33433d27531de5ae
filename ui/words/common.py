"""Words that several views share, and the sentences that the assistant says by rule."""

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
    "not-given": "The evidence held here does not give {thing} asked for: {question} What is "
    "quoted is the nearest to it.",
    "not-sure": "The evidence held here may not answer this: {question} What is quoted is the "
    "nearest to it.",
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
ASKED_THINGS = {
    "the sum": "the sum",
    "the share": "the share",
    "the number": "the number",
    "the figure": "the figure",
    "the date": "the date",
    "the name": "the name",
    "the recommendation": "the recommendation",
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
