"""python -m eval.bench NAME ARGS: run one measurement. A bench is a module here with a `main`."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.errors import EvalError

NOTHING_DONE = 2


def main(argv: Sequence[str]) -> int:
    """Exit status: that of the bench; 2 if it is unknown or has nothing to work on."""
    from ingest.errors import IngestError

    name, *rest = argv or ["--help"]
    if name in ("-h", "--help"):
        print(_usage())
        return 0
    if name not in bench_names():
        print(
            f"eval.bench: no bench {name!r}; there are: {', '.join(bench_names())}", file=sys.stderr
        )
        return NOTHING_DONE
    run: Callable[[Sequence[str]], int] = importlib.import_module(f"eval.bench.{name}").main
    try:
        return run(rest)
    except (EvalError, IngestError) as error:
        print(f"eval.bench {name}: {error}", file=sys.stderr)
        return NOTHING_DONE


def bench_names() -> list[str]:
    """Modules of this package whose source has a `main`, found without importing any."""
    folder = Path(__file__).parent
    names = (found.name for found in pkgutil.iter_modules([str(folder)]) if not found.ispkg)
    return sorted(
        name
        for name in names
        if name != "__main__"
        and "\ndef main(" in (folder / f"{name}.py").read_text(encoding="utf-8")
    )


def _usage() -> str:
    lines = ["usage: python -m eval.bench NAME ARGS", ""]
    for name in bench_names():
        about = (importlib.import_module(f"eval.bench.{name}").__doc__ or "").splitlines()[0]
        lines.append(f"  {name:12} {about}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
