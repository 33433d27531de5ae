"""Time to the first shown claim and to the whole answer, beside a chain that stuffs the prompt."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Claim
from assistant.bootstrap import build_composer
from assistant.chatsettings import ChatSettings
from assistant.pipeline import Assistant
from eval.bench.chatting.served import Server
from eval.bench.naive import TOP, NaivePipeline
from ingest.settings import Settings

MODEL = "perfect@20"
_STUFFED = (
    "Use the following pieces of context to answer the question at the end. If you don't know the "
    "answer, just say that you don't know.\n\n{context}\n\nQuestion: {question}\nHelpful answer:"
)


@dataclass(frozen=True)
class Times:
    """Seconds of one question. first: until something could be read (ours: a checked claim; the
    chain: its first whole sentence, unchecked). words: of the answer.
    """

    first: float
    whole: float
    words: int


def measured(
    questions: Sequence[str], assistant: Assistant, naive: NaivePipeline, server: Server, home: Path
) -> tuple[list[Times], list[Times], list[Times]]:
    """(ours with the model, ours without, the chain), question by question in turn."""
    chat = ChatSettings(model=f"openai:{MODEL}", base_url=server.address)
    composer = build_composer(chat, Settings(home=home), assistant.taxonomy)
    ours = _asking(replace(assistant, composer=composer))
    default = _asking(assistant)
    chain = _stuffing(naive, server)
    for run in (ours, default, chain):
        run(questions[0])
    found = [(ours(question), default(question), chain(question)) for question in questions]
    return [f[0] for f in found], [f[1] for f in found], [f[2] for f in found]


def _asking(assistant: Assistant) -> Callable[[str], Times]:
    def ask(question: str) -> Times:
        started = time.perf_counter()
        first, words = 0.0, 0
        for step in assistant.stream(question):
            if isinstance(step, Claim):
                first = first or time.perf_counter() - started
                words += len(step.text.split())
        whole = time.perf_counter() - started
        return Times(first or whole, whole, words)

    return ask


def _stuffing(naive: NaivePipeline, server: Server) -> Callable[[str], Times]:
    """The tutorials' chain over the tutorials' retrieval: prompt | model | text, streamed."""
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import PromptTemplate
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model=MODEL, base_url=server.address, api_key="none", streaming=True)
    chain = PromptTemplate.from_template(_STUFFED) | model | StrOutputParser()

    def ask(question: str) -> Times:
        started = time.perf_counter()
        context = "\n\n".join(found.text for found in naive.search(question, TOP))
        first, text = 0.0, ""
        for piece in chain.stream({"context": context, "question": question}):
            text += piece
            if not first and ". " in text:
                first = time.perf_counter() - started
        whole = time.perf_counter() - started
        return Times(first or whole, whole, len(text.split()))

    return ask


def median(times: Sequence[Times]) -> Times:
    """The median of each figure."""
    return Times(
        statistics.median(t.first for t in times),
        statistics.median(t.whole for t in times),
        round(statistics.median(t.words for t in times)),
    )
