"""lpip-eval: the command line of this room."""

import argparse
import sys
from collections.abc import Sequence

from eval.commands import answers, gate, judge, makecases, mutate, retrieval, review, run
from eval.errors import EvalError


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 all well, 1 something crashed, fell or did not open, 2 nothing done."""
    from assistant.errors import AssistantError
    from corpus.errors import CorpusError
    from ingest.errors import IngestError

    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (EvalError, AssistantError, IngestError, CorpusError) as error:
        print(f"lpip-eval: {error}", file=sys.stderr)
        return run.NOTHING_DONE
    except KeyboardInterrupt:
        print("lpip-eval: stopped", file=sys.stderr)
        return run.NOTHING_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lpip-eval", description="How good the answers are.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (run, gate, makecases, judge, mutate, review, retrieval, answers):
        command.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
