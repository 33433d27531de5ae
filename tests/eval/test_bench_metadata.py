"""How guessed metadata is counted against labels."""

from pydantic import TypeAdapter

from corpus.errors import CorpusError
from corpus.taxonomy import load_taxonomy
from corpus.yamlfile import read_yaml
from eval.bench.metadata import LABELS, Count, Label, compare, main
from ingest.document import Metadata

LABEL = Label(
    file="a.pdf", title="Skills plan", published="2013-04", publisher="Department of Health",
    doc_type="report", nations=("Wales",), places=("Gwynedd", "Powys"), themes=("skills",),
)  # fmt: skip


def test_lists_are_counted_by_value():
    counts = compare(Metadata("x", places=("Gwynedd", "Wales"), nations=("Wales",)), LABEL)

    assert counts["places"] == Count(right=1, guessed=2, labelled=2)
    assert counts["nations"] == Count(1, 1, 1)
    assert counts["themes"] == Count(0, 0, 1)


def test_a_larger_place_is_right_for_a_filter_and_a_smaller_one_is_not():
    larger = compare(Metadata("x", places=("North Wales",)), LABEL)
    smaller = compare(Metadata("x", places=("Newtown",)), LABEL)

    assert (larger["as filter"].right, smaller["as filter"].right) == (1, 0)


def test_dates_agree_as_far_as_both_say_and_titles_may_say_more():
    near = compare(Metadata("The skills plan: a start", published="2013-04-25"), LABEL)
    far = compare(Metadata("Plan", published="2013-05", publisher="Home Office"), LABEL)

    assert (near["title"].right, near["published"].right) == (1, 1)
    assert (far["title"].right, far["published"].right, far["publisher"].right) == (0, 0, 0)


def test_the_labels_are_of_the_vocabulary():
    taxonomy = load_taxonomy()
    rows = TypeAdapter(list[Label]).validate_python(read_yaml(LABELS, CorpusError))
    named = [(row, name) for row in rows for name in (*row.places, *row.nations)]

    assert len({row.file for row in rows}) == len(rows) == 35
    assert all(taxonomy.place(name) for _, name in named)
    assert all(taxonomy.theme(theme) for row in rows for theme in row.themes)


def test_the_notes_are_measured_in_two_halves(capsys):
    status = main([])

    out = capsys.readouterr().out
    assert status == 0
    assert "114 notes, even positions" in out
    assert "114 notes, odd positions" in out
