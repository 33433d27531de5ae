"""What is kept of a fetch: whole files, their provenance, and what a later run needs."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from corpus.fetch import provenance
from corpus.fetch.fetcher import Fetcher
from corpus.fetch.outcome import Ending, Wanted
from tests.corpus.misbehaving import (
    PDF,
    Act,
    Line,
    head,
    page,
    pdf,
    ranged,
    raw,
    redirect,
    reply,
)
from tests.corpus.trial import Trial

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TAG = '"v1"'


def cut(at: int, headers: dict[str, str]) -> Act:
    """The beginning of the PDF and then the end of the connection."""
    said = {"Content-Length": str(len(PDF)), "Content-Type": "application/pdf", **headers}
    return raw(head(200, said), PDF[:at])


def part(content: bytes, content_range: str, tag: str = TAG) -> Act:
    return reply(206, content, "application/pdf", {"Content-Range": content_range, "ETag": tag})


def test_provenance_is_kept_beside_the_file(trial: Trial) -> None:
    final = trial.server.on("/plan.pdf", pdf({"ETag": TAG, "Last-Modified": "Mon, 02 Mar 2026"}))
    url = trial.server.on("/plan", redirect("/step"))
    step = trial.server.on("/step", redirect("/plan.pdf"))

    outcome = trial.one(url)

    assert outcome.path is not None
    kept = provenance.beside(outcome.path)
    assert kept is not None
    assert (kept.requested, kept.redirects, kept.final) == (url, (step,), final)
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (kept.etag, kept.last_modified) == (TAG, "Mon, 02 Mar 2026")
    assert (kept.size, kept.content_type) == (len(PDF), "application/pdf")
    assert kept.fetched_at.endswith("+00:00")
    assert yaml.safe_load(Path(f"{outcome.path}.meta.yaml").read_text()) == {"url": final}


def test_the_side_car_names_the_catalogue_entry_and_keeps_what_a_person_wrote(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf(), pdf(body=PDF + b"%%EOF"))
    wanted = Wanted("plan", url, source_id="plan")
    Fetcher(trial.folder, trial.ways()).fetch([wanted])
    sidecar = trial.folder / "plan.pdf.meta.yaml"
    assert yaml.safe_load(sidecar.read_text()) == {"source_id": "plan", "url": url}
    sidecar.write_text("title: Mine\n")

    again = Fetcher(trial.folder, trial.ways()).fetch([wanted])

    assert again.outcomes[0].ending is Ending.FETCHED
    assert sidecar.read_text() == "title: Mine\n"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"ETag": TAG}, ("if-none-match", TAG)),
        ({"ETag": 'W/"weak"'}, ("if-none-match", 'W/"weak"')),
        (
            {"Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"},
            ("if-modified-since", "Mon, 02 Mar 2026 10:00:00 GMT"),
        ),
    ],
)
def test_a_later_run_asks_only_whether_it_changed(
    trial: Trial, said: dict[str, str], asked: tuple[str, str]
) -> None:
    url = trial.server.on("/plan.pdf", pdf(said), reply(304))
    first = trial.one(url)

    again = trial.one(url)

    assert (first.ending, again.ending) == (Ending.FETCHED, Ending.UNCHANGED)
    assert again.path == first.path
    assert trial.server.asked("/plan.pdf")[1].headers[asked[0]] == asked[1]


def test_marks_that_cannot_be_sent_back_are_not(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf({"ETag": '"caf\xe9"', "Last-Modified": "d\xe9c"}))
    trial.one(url)

    assert trial.one(url).ending is Ending.UNCHANGED


def test_a_changed_file_replaces_the_old_one(trial: Trial) -> None:
    newer = PDF.replace(b"Powys", b"Gwent")
    url = trial.server.on("/plan.pdf", pdf({"ETag": TAG}), pdf({"ETag": '"v2"'}, newer))
    trial.one(url)

    again = trial.one(url)

    assert again.ending is Ending.FETCHED
    assert again.path is not None
    assert again.path.read_bytes() == newer
    assert json.loads((trial.folder / "doc1.fetched.json").read_text())["etag"] == '"v2"'


def test_the_same_bytes_without_any_mark_are_unchanged(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf())
    trial.one(url)
    before = (trial.folder / "doc1.pdf").stat()

    again = trial.one(url)

    assert again.ending is Ending.UNCHANGED
    assert (trial.folder / "doc1.pdf").stat().st_ino == before.st_ino


def test_a_file_that_is_gone_or_altered_is_fetched_anew(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf({"ETag": TAG}))
    first = trial.one(url)
    assert first.path is not None
    first.path.write_bytes(b"altered")

    again = trial.one(url)

    assert again.ending is Ending.FETCHED
    assert first.path.read_bytes() == PDF
    assert "if-none-match" not in trial.server.asked("/plan.pdf")[1].headers


def test_another_kind_of_file_takes_the_place_of_the_old_one(trial: Trial) -> None:
    url = trial.server.on("/plan", page("The plan"), pdf())
    trial.one(url)

    trial.one(url)

    names = sorted(path.name for path in trial.folder.iterdir() if path.name[0] != ".")
    assert names == ["doc1.fetched.json", "doc1.pdf", "doc1.pdf.meta.yaml"]


def test_a_broken_download_is_gone_on_with(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", cut(700, {"ETag": TAG}), ranged(PDF, TAG))

    outcome = trial.one(url)

    second = trial.server.asked("/plan.pdf")[1].headers
    assert outcome.ending is Ending.FETCHED
    assert (second["range"], second["if-range"]) == ("bytes=700-", TAG)
    assert (trial.folder / "doc1.pdf").read_bytes() == PDF


def test_a_later_run_goes_on_where_the_last_one_broke_off(trial: Trial) -> None:
    stamp = "Mon, 02 Mar 2026 10:00:00 GMT"
    url = trial.server.on("/plan.pdf", *[cut(700, {"Last-Modified": stamp})] * 1, reply(503))
    assert trial.one(url).ending is Ending.FAILED

    def rest(line: Line) -> None:
        part(PDF[700:], f"bytes 700-{len(PDF) - 1}/{len(PDF)}")(line)

    trial.server.on("/plan.pdf", rest)
    outcome = trial.one(url)

    asked = trial.server.asked("/plan.pdf")[-1].headers
    assert outcome.ending is Ending.FETCHED, outcome.message
    assert (asked["range"], asked["if-range"]) == ("bytes=700-", stamp)
    assert (trial.folder / "doc1.pdf").read_bytes() == PDF
    assert list((trial.folder / ".parts").iterdir()) == []


@pytest.mark.parametrize(
    "second",
    [
        pdf({"ETag": TAG}),
        pdf({"ETag": '"v2"'}),
        part(PDF[10:], f"bytes 10-{len(PDF) - 1}/{len(PDF)}"),
        part(PDF[700:], f"bytes 700-{len(PDF) - 1}/{len(PDF)}", '"v2"'),
        part(PDF[700:], "nonsense"),
        part(PDF[700:900], f"bytes 700-899/{len(PDF)}"),
        reply(416, headers={"Content-Range": f"bytes */{len(PDF)}"}),
    ],
    ids=["ignored", "changed", "wrong start", "other version", "nonsense", "too short", "416"],
)
def test_a_server_that_is_odd_about_parts_still_gives_the_whole_file(
    trial: Trial, second: Act
) -> None:
    url = trial.server.on("/plan.pdf", cut(700, {"ETag": TAG}), second, pdf({"ETag": TAG}))

    outcome = trial.one(url)

    assert outcome.ending is Ending.FETCHED, outcome.message
    assert (trial.folder / "doc1.pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    "headers", [{}, {"ETag": 'W/"weak"'}, {"ETag": TAG, "Accept-Ranges": "none"}]
)
def test_without_a_strong_mark_a_download_starts_anew(
    trial: Trial, headers: dict[str, str]
) -> None:
    url = trial.server.on("/plan.pdf", cut(700, headers), pdf())

    outcome = trial.one(url)

    assert outcome.ending is Ending.FETCHED
    assert "range" not in trial.server.asked("/plan.pdf")[1].headers


def test_the_limit_on_size_counts_what_came_before(trial: Trial) -> None:
    large = b"%PDF-1.4\n" + b"x" * 250_000
    tagged = {"Content-Type": "application/pdf", "ETag": TAG}
    url = trial.server.on("/big.pdf", raw(head(200, tagged), large[:150_000]), ranged(large, TAG))
    trial.server.acts["pages.example", "/big.pdf"][0] = raw(
        head(200, tagged | {"Content-Length": "190000"}), large[:150_000]
    )

    outcome = trial.one(url)

    assert outcome.ending is Ending.REFUSED
    assert "larger than" in outcome.message


LANDING = """<nav><a href="/menu.pdf">Menu</a></nav><main><p>The plan.</p>
<a href="/files/plan.pdf">PDF</a> <a href="/files/plan.pdf#page=2">again</a>
<a href="http://elsewhere.example/ad.pdf">ad</a></main>
<footer><a href="/terms.pdf">x</a></footer>"""


def test_the_one_pdf_that_a_page_offers_is_named(trial: Trial) -> None:
    pdf_url = trial.server.on("/files/plan.pdf", pdf())
    url = trial.server.on("/plan", page("The plan", LANDING))

    outcome = trial.one(url)

    assert outcome.path == trial.folder / "doc1.html"
    assert outcome.message == f"The page offers one PDF, {pdf_url}; --attachments fetches it too."
    assert trial.server.asked("/files/plan.pdf") == []


def test_attachments_are_fetched_when_asked_for_also_when_the_page_is_unchanged(
    trial: Trial,
) -> None:
    trial.server.on("/files/plan.pdf", pdf())
    url = trial.server.on("/plan", page("The plan", LANDING))
    trial.one(url)

    report = trial.fetch(url, attachments=True)

    assert [outcome.ending.value for outcome in report.outcomes] == ["unchanged", "fetched"]
    assert report.files == (trial.folder / "doc1.html", trial.folder / "doc1-attachment.pdf")


@pytest.mark.parametrize(
    "body",
    [
        "<main><a href=a.pdf>1</a><a href=b.pdf>2</a></main>",
        "<main><p>none</p></main><a href=a.pdf>outside the content</a>",
        '<a href="http://elsewhere.example/a.pdf">1</a>',
        '<a href="http://127.0.0.1:99999/a.pdf">1</a>',
        "<p>none</p>",
    ],
)
def test_none_or_several_are_not_guessed_at(trial: Trial, body: str) -> None:
    url = trial.server.on("/plan", page("The plan", body))

    report = trial.fetch(url, attachments=True)

    assert [outcome.message for outcome in report.outcomes] == [""]


def test_a_damaged_provenance_means_fetching_anew(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf({"ETag": TAG}))
    trial.one(url)
    (trial.folder / "doc1.fetched.json").write_text('{"file": "../../etc/passwd"}')

    assert trial.one(url).ending is Ending.FETCHED


def test_a_folder_that_cannot_be_written_to_ends_the_run_in_a_line(
    trial: Trial, tmp_path: Path
) -> None:
    from corpus.errors import FetchStopped

    (tmp_path / "fetched").write_text("a file")

    with pytest.raises(FetchStopped, match=r"cannot be written to .* Check LPIP_HOME"):
        trial.fetch("http://pages.example/")
