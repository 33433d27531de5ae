"""Case files: our own format and page-level gold sets, told apart by their content.

Both are YAML. Ours is a mapping with `cases`; a gold set is a list of entries with `evidence` and
`must_contain`. A mistake is one line naming the file, the case and the field.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.cases import (
    RIGHT_STATUSES,
    Behaviour,
    Case,
    CaseSet,
    GoldSpan,
    PageRef,
    Point,
    Turn,
)
from eval.contract import Status
from eval.errors import BadCases

PACKAGED = ("domain",)


def load_cases(source: str | Path) -> CaseSet:
    """The cases of a file, or of a packaged set by its name ("domain").

    Raises BadCases.
    """
    path = Path(source)
    if str(source) in PACKAGED and not path.exists():
        path = Path(str(files("eval"))) / "cases" / f"{source}.yaml"
    content = _read(path)
    if isinstance(content, dict) and "cases" in content:
        return _load_ours(path, content)
    if isinstance(content, list):
        return _load_gold(path, content)
    raise BadCases(
        f"{path}: neither a case file (a mapping with `cases`) nor a gold set (a list of questions)"
    )


def _read(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadCases(
            f"{path}: no such case file. Give a path, or one of: {', '.join(PACKAGED)}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise BadCases(f"{path}{where}: {problem}") from error


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]


class _PointEntry(_Entry):
    point: Text
    any_of: list[Text | Annotated[list[Text], Field(min_length=1)]] = Field(min_length=1)
    together: bool = False
    vital: bool = True

    def point_of(self) -> Point:
        groups = tuple((a,) if isinstance(a, str) else tuple(a) for a in self.any_of)
        return Point(self.point, groups, self.together, self.vital)


class _GoldEntry(_Entry):
    source: Text | None = None
    file: Text | None = None
    page: int | None = Field(default=None, ge=1)
    quote: Text | None = None
    also_on: list[Text] = []
    scanned: bool = False

    @model_validator(mode="after")
    def _has_a_place(self) -> "_GoldEntry":
        if (self.source is None) == (self.file is None):
            raise ValueError("give either `source` or `file`")
        if self.file is not None and self.page is None:
            raise ValueError("`file` needs a `page`")
        return self

    def span(self) -> GoldSpan:
        refs = tuple(_page_ref(ref) for ref in self.also_on)
        return GoldSpan(self.file, self.source, self.page, self.quote, refs, self.scanned)


class _TurnEntry(_Entry):
    question: Text
    expected: Behaviour
    statuses: list[Status] | None = Field(default=None, min_length=1)
    points: list[_PointEntry] = []
    gold: list[_GoldEntry] = []
    sources: list[Text] = []
    must_not: list[Text] = []

    def turn(self) -> Turn:
        return Turn(
            self.question,
            self.expected,
            frozenset(self.statuses) if self.statuses else RIGHT_STATUSES[self.expected],
            tuple(point.point_of() for point in self.points),
            (
                *(span.span() for span in self.gold),
                *(GoldSpan(source_id=source) for source in self.sources),
            ),
            tuple(self.must_not),
        )


class _CaseEntry(_TurnEntry):
    id: Text
    type: Text
    table: bool = False
    remark: str = ""

    def case(self) -> Case:
        return Case(self.id, self.type, (self.turn(),), self.table, self.remark)


class _TurnsEntry(_Entry):
    id: Text
    type: Text
    turns: list[_TurnEntry] = Field(min_length=1)
    table: bool = False
    remark: str = ""

    def case(self) -> Case:
        turns = tuple(turn.turn() for turn in self.turns)
        return Case(self.id, self.type, turns, self.table, self.remark)


class _GoldEvidence(_Entry):
    file: Text
    page: int = Field(ge=1)
    quote: Text
    same_quote_also_on: list[Text] = []
    scanned: bool = False

    def span(self) -> GoldSpan:
        refs = tuple(_page_ref(ref) for ref in self.same_quote_also_on)
        return GoldSpan(self.file, None, self.page, self.quote, refs, self.scanned)


class _GoldQuestion(BaseModel):
    # Gold sets carry fields for their own upkeep (absence checks, remarks); they are let through.
    model_config = ConfigDict(extra="ignore")

    id: Text
    type: Text
    question: Text
    expected: Literal["answer", "partial", "refuse", "correct-the-premise"]
    must_contain: list[Text]
    evidence: list[_GoldEvidence]

    def case(self) -> Case:
        expected = _GOLD_BEHAVIOUR[self.expected]
        turn = Turn(
            self.question,
            expected,
            RIGHT_STATUSES[expected],
            tuple(_gold_point(item) for item in self.must_contain),
            tuple(evidence.span() for evidence in self.evidence),
        )
        return Case(self.id, self.type, (turn,), table=self.type == "table-cell")


_GOLD_BEHAVIOUR = {
    "answer": Behaviour.ANSWER,
    "partial": Behaviour.PARTIAL,
    "refuse": Behaviour.ABSTAIN,
    "correct-the-premise": Behaviour.CORRECT_PREMISE,
}

_Entries = TypeVar("_Entries", _CaseEntry, _TurnsEntry, _GoldQuestion)


def _gold_point(item: str) -> Point:
    """`a|b` are alternatives; an item may stand anywhere in the answer."""
    return Point(item, tuple((part.strip(),) for part in item.split("|") if part.strip()))


def _page_ref(ref: str) -> PageRef:
    """`folder/file.pdf#12`; ValueError otherwise."""
    file, _, page = ref.rpartition("#")
    if not file or not page.isdecimal():
        raise ValueError(f"{ref!r} is not FILE#PAGE")
    return PageRef(file, int(page))


def _load_ours(path: Path, content: dict[str, object]) -> CaseSet:
    entries = content["cases"]
    if not isinstance(entries, list) or not entries:
        raise BadCases(f"{path}: `cases` must be a list with at least one case")
    cases = [
        _case(path, number, entry, _TurnsEntry)
        if isinstance(entry, dict) and "turns" in entry
        else _case(path, number, entry, _CaseEntry)
        for number, entry in enumerate(entries, 1)
    ]
    return _checked(path, str(content.get("name") or path.stem), cases)


def _load_gold(path: Path, entries: list[object]) -> CaseSet:
    cases = [_case(path, number, entry, _GoldQuestion) for number, entry in enumerate(entries, 1)]
    return _checked(path, path.stem, cases)


def _case(path: Path, number: int, entry: object, kind: type[_Entries]) -> Case:
    nameless = f"number {number}"
    name = str(entry.get("id", nameless)) if isinstance(entry, dict) else nameless
    try:
        return kind.model_validate(entry).case()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole entry"
        raise BadCases(f"{path}: case {name}: {field}: {first['msg']}") from error
    except ValueError as error:
        raise BadCases(f"{path}: case {name}: {error}") from error


def _checked(path: Path, name: str, cases: Sequence[Case]) -> CaseSet:
    if not cases:
        raise BadCases(f"{path}: no case in the file")
    seen: set[str] = set()
    for case in cases:
        if case.case_id in seen:
            raise BadCases(f"{path}: case {case.case_id}: id: used twice")
        seen.add(case.case_id)
    return CaseSet(name, tuple(cases))
