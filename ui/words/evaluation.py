"""Words of Evaluation."""

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
RUN_MADE = "Case set {name} · {made}"
RUN_PASSED = "{passed} of {cases} cases without a problem"
RUN_REPORT = "Download the full report"
RUN_FAILING = "Cases with a problem"
RUN_NOTHING_ASKED = "The case broke before its question was asked"
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
