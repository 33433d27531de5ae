"""Reading one YAML file and saying in one line what is wrong with it."""

from pathlib import Path
from typing import ClassVar

import yaml
from pydantic_core import ErrorDetails

from corpus.errors import CorpusError

# libyaml reads the catalogue about eight times as fast; PyYAML builds without it exist.
_SAFE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(_SAFE):  # type: ignore[misc, valid-type]  # a class chosen at run time
    # An unquoted date stays text: PyYAML's own date raises on 2023-02-29 without saying where.
    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
        for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
    }


def read_yaml(path: Path, error: type[CorpusError]) -> object:
    """The parsed content of `path`. Raises `error` if it is missing, unreadable or not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise error(
            f"{path}: cannot be read ({problem.strerror}). Give the path of a YAML file."
        ) from None
    except UnicodeDecodeError as problem:
        raise error(f"{path}: not UTF-8 text at byte {problem.start}. Save it as UTF-8.") from None
    try:
        parsed: object = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 0
        raise error(f"{path}: line {line} is not YAML: {problem.problem}. Correct it.") from None
    except (yaml.YAMLError, ValueError) as problem:
        one_line = " ".join(str(problem).split())
        raise error(f"{path}: not YAML: {one_line}. Correct it.") from None
    return parsed


def one_line(problem: ErrorDetails, allowed: dict[str, str]) -> str:
    """One line for one pydantic problem. allowed: field -> what may stand there, in words."""
    where = [str(step) for step in problem["loc"] if not isinstance(step, int)]
    field = where[0] if where else "entry"
    if problem["type"] == "extra_forbidden":
        return f"field {field} is not known; allowed: {', '.join(allowed)}"
    if problem["type"] == "missing":
        return f"field {field} is missing; it must be {allowed.get(field, 'given')}"
    if problem["type"] == "value_error" and not where:
        return " ".join(problem["msg"].removeprefix("Value error, ").split())
    found = " ".join(repr(problem["input"]).split())
    shown = found if len(found) <= 80 else f"{found[:77]}..."
    rule = allowed.get(field) or " ".join(problem["msg"].split())
    return f"field {field} is {shown}; it must be {rule}"
