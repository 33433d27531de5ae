"""Many visitors at once: `python -m ui.crowd ADDRESS < questions`. Prints what each question took.

Each visitor has a page of its own over a real WebSocket, asks, waits for the end of the answer,
reads for a while, and asks again until the time is over. In: a question a line. Out: JSON.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from websockets.exceptions import WebSocketException

from ui.render import question_html
from ui.visitor import NotServed, Visitor


@dataclass
class Seen:
    """What all visitors saw. Times in seconds; first: to the first claim, where there was one."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    opening: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 1 when any visitor met an error."""
    parser = argparse.ArgumentParser(prog="python -m ui.crowd", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--pause", type=float, default=5, help="seconds of reading, on average")
    asked = parser.parse_args(argv)
    questions = [line.strip() for line in sys.stdin if line.strip()]
    seen = crowd(asked.address, questions, asked.visitors, asked.seconds, asked.pause)
    json.dump(asdict(seen), sys.stdout)
    return 1 if seen.errors else 0


def crowd(
    address: str, questions: Sequence[str], visitors: int, seconds: float, pause: float
) -> Seen:
    """Lets the visitors ask until the time is over. pause: mean seconds between two questions."""
    seen, until = Seen(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_visit, args=(address, questions, number, until, pause, seen))
        for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _visit(
    address: str, questions: Sequence[str], number: int, until: float, pause: float, seen: Seen
) -> None:
    chance = random.Random(number)
    try:
        began = time.monotonic()
        with Visitor(address) as visitor:
            seen.opening.append(time.monotonic() - began)
            while True:
                _ask(visitor, chance.choice(questions), seen)
                if time.monotonic() > until:
                    return
                time.sleep(min(chance.expovariate(1 / pause), 4 * pause) if pause else 0)
    except (NotServed, OSError, WebSocketException) as error:
        seen.errors.append(f"{type(error).__name__}: {error}")


def _ask(visitor: Visitor, question: str, seen: Seen) -> None:
    asked = visitor.ask(question)
    if not answered(asked.shown, question):
        seen.errors.append(f"no answer was drawn to: {question}")
        return
    seen.whole.append(asked.whole)
    if asked.first_claim is not None:
        seen.first.append(asked.first_claim)


def answered(shown: str, question: str) -> bool:
    """Whether a page ends with an answer to the question: claims, or why there are none.

    Not so if it failed or was stopped, nor by the answers to earlier questions above it.
    """
    _, asked, below = shown.rpartition(question_html(question))
    return bool(asked) and any(sign in below for sign in ('class="claim"', 'class="state state-'))


if __name__ == "__main__":
    sys.exit(main())
