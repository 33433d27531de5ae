"""Words of Search and of the evidence map."""

from assistant.evidence_map import Axis
from ui.language import Plural

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
