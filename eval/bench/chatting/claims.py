"""What is shown of the claims of good and of spoilt models, over the questions of a case file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Claim, Status
from assistant.bootstrap import build_composer
from assistant.chatsettings import ChatSettings
from assistant.cite import holds
from assistant.compose.composer import Composed, Task
from assistant.compose.quoting import QuotingComposer
from assistant.grounding.rules import verbatim
from assistant.pipeline import Assistant
from assistant.verdict import Label
from eval.bench.chatting.served import Server
from eval.cases import CaseSet
from ingest.settings import Settings

GOOD = ("perfect", "fluent", "verbose")
SPOILT = {
    "hallucinating": "unsupported claim",
    "borrowed-quotes": "unsupported claim",
    "extended": "unsupported claim",
    "overstated": "unsupported claim",
    "negated": "unsupported claim",
    "opposite-claim": "unsupported claim",
    "renamed": "unsupported claim",
    "uncited": "unsupported claim",
    "altered-quotes": "altered quote",
    "stitched-quotes": "altered quote",
    "altered-digits": "changed digit",
    "digits-in-claim": "changed digit",
    "unissued-ids": "unissued id",
    "linked": "link or image",
    "leaking": "prompt",
}


@dataclass(frozen=True)
class Asked:
    """A question that is answered, ready to be composed, and what the default composer says."""

    task: Task
    status: Status
    default: tuple[Claim, ...]


@dataclass(frozen=True)
class Tally:
    """One model over all questions.

    offered: claims that reached the check. shown: those of the model that were shown. bad: shown
    though spoilt, or not borne out by their pages. instead: answers that are the default's.
    """

    model: str
    offered: int
    shown: int
    bad: int
    answers: int
    instead: int


def asked_of(cases: CaseSet, assistant: Assistant, say: Callable[[str], None]) -> list[Asked]:
    """Every question of the cases that the assistant answers, in conversation order."""
    found: list[Asked] = []
    for case in cases.cases:
        history: list[object] = []
        for turn in case.turns:
            workings = assistant.explain(turn.question, history=tuple(history))  # type: ignore[arg-type]
            history.append(workings.answer)
            if workings.answer.status not in (Status.ANSWERED, Status.PARTIAL):
                continue
            parts = len(workings.plan.parts)
            task = Task(
                plan=workings.plan,
                evidence=workings.evidence[:parts],
                of_sides=workings.evidence[parts:],
                hits=workings.answer.hits,
                page_of=assistant.index.page,
                judge=assistant.judge,
                limit=assistant.settings.max_claims,
                threshold=assistant.settings.threshold,
            )
            default = _run(QuotingComposer().compose(task))
            found.append(Asked(task, workings.answer.status, default.claims))
    say(f"{len(found)} questions are answered and composed")
    return found


def tally(
    name: str, asked: Sequence[Asked], server: Server, home: Path, assistant: Assistant
) -> Tally:
    """The model of that name over all questions, by real HTTP."""
    chat = ChatSettings(model=f"openai:{name}", base_url=server.address)
    composer = build_composer(chat, Settings(home=home), assistant.taxonomy)
    server.reset()
    offered = shown = bad = instead = 0
    for each in asked:
        made = _run(composer.begin().compose(each.task))
        of_model = made.claims[: int(made.usage["claims_shown"])]
        offered += int(made.usage["claims_offered"])
        shown += len(of_model)
        bad += sum(
            not _true(c, assistant) if name not in SPOILT else _bad(c, name) for c in of_model
        )
        instead += made.claims == each.default
    return Tally(name, offered, shown, bad, len(asked), instead)


def _bad(claim: Claim, name: str) -> bool:
    """Every claim of a spoilt model is spoilt; but a borrowed quote, shown with the whole of its
    sentences, may turn out to hold the claim word for word.
    """
    quotes = [citation.quote for citation in claim.citations]
    return name != "borrowed-quotes" or not verbatim(claim.text, quotes)


def _true(claim: Claim, assistant: Assistant) -> bool:
    """Whether a claim is supported by quotes that stand on their pages."""
    page_of = assistant.index.page
    stands = all(holds(c, page_of(c.document_id, c.page)) for c in claim.citations)
    return stands and bool(claim.citations) and claim.verdict.label is Label.SUPPORTED


def _run(composing: Iterator[object]) -> Composed:
    """What a composer returns, whatever it yields on the way."""
    while True:
        try:
            next(composing)
        except StopIteration as ended:
            made = ended.value
            assert isinstance(made, Composed)
            return made


def abstentions(
    names: Sequence[str], cases: CaseSet, assistant: Assistant, server: Server, home: Path
) -> tuple[int, int]:
    """(questions not answered by default, of them those that a model made an answer of)."""
    turned = declined = 0
    for case in cases.cases:
        question = case.turns[0].question
        if assistant.ask(question).status in (Status.ANSWERED, Status.PARTIAL):
            continue
        declined += 1
        for name in names:
            chat = ChatSettings(model=f"openai:{name}", base_url=server.address)
            composer = build_composer(chat, Settings(home=home), assistant.taxonomy)
            status = replace(assistant, composer=composer).ask(question).status
            turned += status in (Status.ANSWERED, Status.PARTIAL)
    return declined, turned
