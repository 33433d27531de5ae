"""Words of history, export and feedback."""

from ui.language import Plural

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
