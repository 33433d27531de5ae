"""A language model writes, and nothing that it writes is shown before it is checked."""

import json
from collections.abc import Generator, Iterator, Sequence
from time import monotonic

from assistant.answer import Claim, Hit, Note, NoteKind
from assistant.chatbudget import Ledger, Meter
from assistant.chatmodel import ChatModel, Prompt
from assistant.chattrouble import SAID, ModelFailed, Trouble
from assistant.compose.chat.check import Checker, Failed, told_apart
from assistant.compose.chat.issue import Issued, fence_of, fenced, issue
from assistant.compose.chat.parse import Reading, claims_in
from assistant.compose.chat.prompts import template
from assistant.compose.chat.reading import read_question
from assistant.compose.composer import Composed, Stage, Task
from assistant.compose.quoting import NAME as QUOTING
from assistant.compose.quoting import QuotingComposer
from assistant.question import Plan
from corpus.taxonomy import Taxonomy

_INSTEAD = "What is shown instead is quoted word for word."
_TOOL = {
    "title": "say",
    "description": "Gives the claims of the answer.",
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "citations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"id": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["id", "quote"],
                        },
                    },
                    "side": {"type": "string"},
                },
                "required": ["text", "citations"],
            },
        }
    },
    "required": ["claims"],
}


class ChatComposer:
    """Composes by a chat model; falls back on quoting. Safe to share by threads."""

    def __init__(
        self, model: ChatModel, ledger: Ledger, quoting: QuotingComposer, taxonomy: Taxonomy
    ) -> None:
        self._model = model
        self._ledger = ledger
        self._quoting = quoting
        self._taxonomy = taxonomy

    @property
    def model(self) -> ChatModel:
        """The model that composes."""
        return self._model

    @property
    def ledger(self) -> Ledger:
        """What models took, by day."""
        return self._ledger

    def begin(self) -> "ChatComposing":
        """The composing of one answer."""
        meter = Meter(self._model.settings, self._ledger)
        return ChatComposing(self._model, meter, self._quoting, self._taxonomy)


class ChatComposing:
    """The composing of one answer: what was asked of the model, what passed, what failed."""

    def __init__(
        self, model: ChatModel, meter: Meter, quoting: QuotingComposer, taxonomy: Taxonomy
    ) -> None:
        self._model = model
        self._meter = meter
        self._quoting = quoting
        self._taxonomy = taxonomy
        self._until = monotonic() + model.settings.answer_seconds
        self._prompts: list[str] = []
        self._offered = 0
        self._failed: list[Failed] = []
        self._left_out = 0
        self._reply = Reading()
        self._exhausted = False

    def read(self, plan: Plan, earlier: Sequence[str]) -> Plan:
        """The plan with the model's reading of the question, as far as it can be trusted."""
        wanted = self._model.settings.question
        if wanted == "off" or (wanted == "follow-ups" and not earlier):
            return plan
        until = min(self._until, monotonic() + self._model.settings.question_seconds)
        prompt = self._prompt_for_question(plan, earlier)
        try:
            reply = "".join(self._model.stream(prompt, until, self._meter))
        except ModelFailed:
            # Rules have read it; if the model stays away, composing will say so.
            return plan
        return read_question(plan, earlier, reply, self._taxonomy)

    def compose(self, task: Task) -> Generator[Stage | Claim, None, Composed]:
        """Each claim as soon as it is checked; returns what was said."""
        issued = issue(task, self._model.settings.passages, self._may_send)
        passed: list[Claim] = []
        trouble: Trouble | None = None if issued else Trouble.NOTHING_TO_SEND
        if issued:
            yield Stage("composing", f"{self._model.name} writes; each sentence is checked first")
            checker = Checker(task, issued)
            try:
                for claim in self._claims(task, issued, checker):
                    passed.append(claim)
                    yield claim
            except ModelFailed as failed:
                trouble = failed.trouble
        if issued and trouble is None:
            trouble = self._unfinished()
        quoted = yield from self._quoted(task, passed)
        return self._composed(passed, quoted, trouble)

    def nothing(self) -> Composed:
        """For a question that ends without anything being said."""
        return Composed(QUOTING, usage=self._usage())

    def _unfinished(self) -> Trouble | None:
        """What a reply that came to its end without a failure lacks, if anything."""
        if not self._offered and not self._reply.readable:
            return Trouble.NONSENSE
        return Trouble.CUT_OFF if self._exhausted and not self._reply.complete else None

    def _claims(self, task: Task, issued: Sequence[Issued], checker: Checker) -> Iterator[Claim]:
        """Claims that passed, at most as many as wanted; what failed is asked for once more."""
        prompt = self._prompt_for(task, issued)
        said = 0
        for attempt in range(self._model.settings.ask_again + 1):
            before = len(self._failed)
            for claim in self._checked(prompt, checker):
                yield claim
                said += 1
                if said >= task.limit:
                    return
            failed = self._failed[before:]
            self._left_out = len(failed)
            if not failed and (said or self._reply.readable):
                return
            if attempt < self._model.settings.ask_again:
                prompt = self._prompt_again(prompt, failed)

    def _checked(self, prompt: Prompt, checker: Checker) -> Iterator[Claim]:
        self._reply, self._exhausted = Reading(), False
        pieces = self._model.stream(prompt, self._until, self._meter)
        for given in claims_in(pieces, self._reply):
            self._offered += 1
            outcome = checker.check(given)
            if isinstance(outcome, Failed):
                self._failed.append(outcome)
            else:
                yield outcome
        self._exhausted = True

    def _quoted(
        self, task: Task, passed: Sequence[Claim]
    ) -> Generator[Claim, None, tuple[Claim, ...]]:
        """Quotes where the model left too little: nothing, or fewer claims than parts answered."""
        likely = sum(e.is_likely(task.threshold) for e in task.evidence)
        if passed and len(passed) >= min(likely, task.limit):
            return ()
        said: list[Claim] = []
        for claim in self._quoting.compose(task):
            # Nothing having passed, it is the default answer whole, which may pass the limit.
            room = not passed or len(passed) + len(said) < task.limit
            if room and not _cites_same(claim, passed):
                said.append(claim)
                yield claim
        return tuple(said)

    def _composed(
        self, passed: Sequence[Claim], quoted: Sequence[Claim], trouble: Trouble | None
    ) -> Composed:
        names = [self._model.name] if passed else []
        names += [QUOTING] if quoted or not passed else []
        note = _note(len(passed), self._left_out, trouble, quoted=bool(quoted))
        return Composed(
            composer=" and ".join(names),
            claims=(*passed, *quoted),
            notes=(note,) if note else (),
            usage=self._usage(len(passed)),
            prompts=tuple(dict.fromkeys(self._prompts)),
        )

    def _usage(self, passed: int = 0) -> dict[str, float]:
        spent = self._meter.spent
        left_out = {f"left_out_{name}": n for name, n in told_apart(self._failed).items()}
        return {
            "calls": spent.calls,
            "tokens_in": spent.tokens_in,
            "tokens_out": spent.tokens_out,
            "money": spent.money,
            "claims_offered": self._offered,
            "claims_shown": passed,
            **left_out,
        }

    def _may_send(self, hit: Hit) -> bool:
        settings, known = self._model.settings, hit.metadata
        if settings.is_local:
            return True
        return known.hosted_models != "refused" and known.collection not in settings.kept_local

    def _prompt_for(self, task: Task, issued: Sequence[Issued]) -> Prompt:
        sides = [side.label for side in task.plan.sides]
        asked = {"question": task.plan.standalone, "parts": [p.text for p in task.plan.parts]}
        if sides:
            asked["sides"] = sides
        written = template("compose")
        self._prompts.append(written.version)
        system = written.filled(
            limit=task.limit,
            fence=fence_of(issued),
            side=', "side": "one of the sides compared"' if sides else "",
        )
        user = f"{json.dumps(asked, ensure_ascii=False)}\n\n{fenced(issued)}"
        return Prompt(system, user, _TOOL)

    def _prompt_again(self, prompt: Prompt, failed: Sequence[Failed]) -> Prompt:
        written = template("again")
        self._prompts.append(written.version)
        lines = [
            json.dumps({"claim": f.given.model_dump(), "why": f.fault.value}, ensure_ascii=False)
            for f in failed
        ] or ["The reply was not one JSON object of the form asked for."]
        user = f"{prompt.user}\n\n{written.filled(failed=chr(10).join(lines))}"
        return Prompt(prompt.system, user, _TOOL)

    def _prompt_for_question(self, plan: Plan, earlier: Sequence[str]) -> Prompt:
        written = template("question")
        self._prompts.append(written.version)
        asked = {"earlier": list(earlier[-4:]), "newest": plan.question}
        return Prompt(written.filled(parts=4, queries=3), json.dumps(asked, ensure_ascii=False))


def _cites_same(claim: Claim, passed: Sequence[Claim]) -> bool:
    return any(
        (a.document_id, a.page) == (b.document_id, b.page) and a.start < b.end and b.start < a.end
        for a in claim.citations
        for other in passed
        for b in other.citations
    )


def _note(passed: int, failed: int, trouble: Trouble | None, *, quoted: bool) -> Note | None:
    """What a reader should know of how the model did; None when all went well."""
    said: list[str] = []
    if trouble is not None:
        said.append(f"{SAID[trouble]}.")
    if failed:
        noun, verb = ("sentence", "was") if failed == 1 else ("sentences", "were")
        said.append(
            f"{failed} {noun} of the language model did not hold against the sources and {verb} "
            "left out."
        )
    if quoted and not said:
        said.append("The language model found too little to say.")
    if quoted:
        said.append(_INSTEAD if not passed else "The rest is quoted word for word.")
    return Note(NoteKind.MODEL, " ".join(said)) if said else None
