"""Words of the Library."""

from ui.language import Plural

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
UPLOAD = "PDF, Word, PowerPoint, OpenDocument, spreadsheets, HTML, Markdown or text files"
ENTRY_HELD = "held"
FETCHED_IN = "{size} in {time}."
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
