"""The catalogue: what the packaged one holds, and what a bad one is told."""

from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.errors import BadCatalogue
from corpus.taxonomy import load_taxonomy

GOOD = """\
- id: a-report
  title: A report
  url: https://www.example.org/reports/a/
  doc_type: report
  places: [Leeds]
  nations: [England]
  themes: [skills]
"""


@pytest.fixture(scope="module")
def packaged() -> Catalogue:
    return load_catalogue()


def _load(tmp_path: Path, text: str) -> Catalogue:
    file = tmp_path / "catalogue.yaml"
    file.write_text(text, encoding="utf-8")
    return load_catalogue(file)


def _refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(BadCatalogue) as caught:
        _load(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    assert str(tmp_path / "catalogue.yaml") in message
    return message


def test_holds_all_publications(packaged: Catalogue) -> None:
    hub = packaged.get("lpip-hub-about")

    assert len(packaged) == 232
    assert hub is not None
    assert hub.title == "About us (LPIP Hub)"
    assert hub.doc_type == "webpage"


def test_says_why_a_publication_has_no_address(packaged: Catalogue) -> None:
    without = [source for source in packaged if source.url is None]

    assert len(without) == 9
    assert all(source.no_url for source in without)
    assert all(source.no_url is None for source in packaged if source.url)


def test_knows_which_publications_are_no_longer_current(packaged: Catalogue) -> None:
    by_status = {source.source_id: source.status for source in packaged}

    assert by_status["lis-prospectus"] == "withdrawn"
    assert by_status["hull-coc-prelim"] == "superseded"
    assert by_status["scot-cwb-consultation"] == "consultation"


def test_every_superseded_publication_is_named_by_its_successor(packaged: Catalogue) -> None:
    superseded = {source.source_id for source in packaged if source.status == "superseded"}
    named = {older for source in packaged for older in source.supersedes}

    assert superseded == named


def test_uses_only_main_names_of_the_taxonomy(packaged: Catalogue) -> None:
    taxonomy = load_taxonomy()
    places = {place.name for place in taxonomy.places}
    themes = {theme.theme_id for theme in taxonomy.themes}
    doc_types = {doc_type.doc_type_id for doc_type in taxonomy.doc_types}

    for source in packaged:
        assert {*source.places, *source.nations} <= places, source.source_id
        assert set(source.themes) <= themes, source.source_id
        assert source.doc_type in doc_types, source.source_id


def test_every_place_of_a_source_lies_in_one_of_its_nations(packaged: Catalogue) -> None:
    taxonomy = load_taxonomy()

    for source in packaged:
        for name in source.places:
            nation = taxonomy.nation_of(name)
            assert nation is None or {nation, "UK"} & set(source.nations), (source.source_id, name)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/reports/a/",
        "http://example.org/reports/a",
        "HTTPS://EXAMPLE.ORG:443/reports/a#page=3",
    ],
)
def test_finds_a_source_by_any_spelling_of_its_address(tmp_path: Path, address: str) -> None:
    found = _load(tmp_path, GOOD).by_url(address)

    assert found is not None
    assert found.source_id == "a-report"


@pytest.mark.parametrize("address", ["https://example.org/reports/A", "", "http://["])
def test_finds_nothing_at_an_unknown_address(tmp_path: Path, address: str) -> None:
    assert _load(tmp_path, GOOD).by_url(address) is None


def test_fills_what_an_entry_leaves_out(tmp_path: Path) -> None:
    source = _load(tmp_path, GOOD).get("a-report")

    assert source is not None
    assert source.status == "current"
    assert (source.published, source.publisher, source.licence) == (None, None, None)
    assert (source.authors, source.supersedes) == ((), ())


@pytest.mark.parametrize(
    ("written", "read"), [("2024", "2024"), ("2024-02-13", "2024-02-13"), ("'2024-02'", "2024-02")]
)
def test_reads_partial_dates_quoted_or_not(tmp_path: Path, written: str, read: str) -> None:
    source = _load(tmp_path, f"{GOOD}  date: {written}\n").get("a-report")

    assert source is not None
    assert source.published == read


@pytest.mark.parametrize(
    ("bad_line", "field", "rule"),
    [
        ("doc_type: blgo", "doc_type", "one of report, briefing, blog"),
        ("url: ftp://example.org/a", "url", "begins https:// or http://"),
        ("url: example.org/a", "url", "begins https:// or http://"),
        ("date: 2024-13", "date", "a real date written 2024"),
        ("date: spring 2024", "date", "a real date written 2024"),
        ("date: 2023-02-29", "date", "a real date written 2024"),
        ("status: old", "status", "one of current, superseded"),
        ("themes: [skils]", "themes", "skills"),
        ("places: Leeds", "places", "a list of place names"),
        ("id: A Report", "id", "small letters, digits and hyphens"),
        ("title: ''", "title", "text"),
        ("titel: x", "titel", "is not known; allowed: id, title"),
        ("supersedes: [nobody]", "supersedes", "ids of other entries"),
        ("supersedes: [a-report]", "supersedes", "ids of other entries"),
        ("no_url: none known", "url", "give exactly one"),
    ],
)
def test_refuses_a_bad_entry_by_file_entry_field_and_rule(
    tmp_path: Path, bad_line: str, field: str, rule: str
) -> None:
    key = bad_line.split(":")[0]
    kept = [line for line in GOOD.splitlines() if not line[2:].startswith(f"{key}:")]
    text = (
        "\n".join([*kept, f"  {bad_line}"]).replace("  title", "- title", 1) if key == "id" else ""
    )

    message = _refusal(tmp_path, text or "\n".join([*kept, f"  {bad_line}"]))

    assert "entry 1" in message
    assert f"field {field}" in message
    assert rule in message


def test_names_the_entry_that_lacks_a_field(tmp_path: Path) -> None:
    message = _refusal(tmp_path, GOOD + "- id: second\n  title: Second\n  doc_type: blog\n")

    assert "entry 2 (second): field places is missing" in message


def test_refuses_an_id_used_twice(tmp_path: Path) -> None:
    message = _refusal(tmp_path, GOOD + GOOD)

    assert "entry 2 (a-report): field id is used twice" in message


@pytest.mark.parametrize("text", ["just words", "a: {b", "", "- just words\n", "\x07"])
def test_refuses_what_is_no_catalogue(tmp_path: Path, text: str) -> None:
    message = _refusal(tmp_path, text)

    assert message.startswith(str(tmp_path / "catalogue.yaml"))


def test_says_that_the_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match=r"nowhere\.yaml: cannot be read"):
        load_catalogue(tmp_path / "nowhere.yaml")


def test_says_that_the_file_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_bytes(b"- id: caf\xe9\n")

    with pytest.raises(BadCatalogue, match="not UTF-8"):
        load_catalogue(file)
