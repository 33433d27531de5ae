"""From an address into the library, as a person does it: through the command."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.cli import main
from ingest.settings import Settings
from tests.corpus.misbehaving import Misbehaving, page, pdf, redirect, reply, serving
from tests.corpus.trial import Trial
from tests.ingest.handmade import Sheet, write_pdf

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    for name in [name for name in os.environ if name.startswith("LPIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LPIP_HOME", str(settings.home))
    return settings.home


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with serving() as started:
        yield started


@pytest.fixture
def run(server: Misbehaving, home: Path) -> Run:
    """The command, whose network is the server."""
    trial = Trial(home / "fetched", server)
    return lambda *arguments: main(arguments, ways=trial.ways())


@pytest.fixture
def report(tmp_path: Path) -> bytes:
    """A PDF with a sentence in it."""
    path = tmp_path / "made.pdf"
    lines = [(72, 700, 12, "The Lantern Fund gave 318 grants to village halls in Powys.")]
    write_pdf(path, [Sheet(lines)])
    return path.read_bytes()


@pytest.fixture
def catalogue(
    tmp_path: Path, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Writes a catalogue of one's own and sets LPIP_CATALOGUE."""

    def write(*entries: str) -> Path:
        path = tmp_path / "extra.yaml"
        rest = "doc_type: report, places: [Powys], nations: [Wales], themes: [skills]"
        path.write_text("".join(f"- {{{entry}, {rest}}}\n" for entry in entries))
        monkeypatch.setenv("LPIP_CATALOGUE", str(path))
        return path

    return write


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """What was printed, as JSON."""
    return json.loads(capsys.readouterr().out)


def test_an_address_goes_into_the_library_with_its_provenance(
    run: Run, server: Misbehaving, report: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    final = server.on("/files/lantern.pdf", pdf({"ETag": '"v1"'}, report))
    url = server.on("/lantern", redirect("/files/lantern.pdf"))

    assert run("add", "--json", url) == 0

    added = said(capsys)
    assert [fetch["ending"] for fetch in added["fetches"]] == ["fetched"]
    assert added["outcomes"][0]["state"] == "added"
    run("show", "--json", added["outcomes"][0]["document_id"])
    shown = said(capsys)
    assert shown["url"] == final
    assert shown["fetched"]["requested"] == url
    assert shown["fetched"]["final"] == final
    assert shown["fetched"]["etag"] == '"v1"'
    assert shown["fetched"]["sha256"] == shown["sha256"]
    run("show", added["outcomes"][0]["document_id"])
    assert f"fetched from       {url}" in capsys.readouterr().out


def test_addresses_and_paths_are_mixed_and_each_gets_its_line(
    run: Run, server: Misbehaving, report: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.md"
    note.write_text("# Rents\n\nRents rose by 4.2% in Cardiff in 2023.\n")
    good = server.on("/lantern.pdf", pdf(body=report))
    bad = server.on("/gone", reply(404))

    status = run("add", str(note), good, bad, "ftp://pages.example/x.pdf")

    out = capsys.readouterr().out
    assert status == 1
    assert "1 fetched, 1 refused, 1 failed" in out
    assert "2 added" in out
    assert f"{bad}" in out
    assert "there is no such page (404)" in out
    assert "only http and https addresses are fetched" in out


def test_nothing_in_gives_status_2(run: Run, server: Misbehaving) -> None:
    assert run("add", server.url("/nothing")) == 2


def test_a_page_and_its_attachment_are_two_documents_of_one_entry(
    run: Run,
    server: Misbehaving,
    report: bytes,
    catalogue: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.on("/lantern.pdf", pdf(body=report))
    text = "<main><p>The Lantern Fund helped village halls.</p><a href=lantern.pdf>PDF</a></main>"
    url = server.on("/lantern", page("The Lantern Fund", text))
    catalogue(f"id: lantern, title: The Lantern Fund, url: '{url}', date: 2024-03")

    assert run("fetch", "lantern", "--attachments") == 0

    capsys.readouterr()
    run("list", "--json")
    held = said(capsys)
    assert sorted(each["media_type"] for each in held) == ["application/pdf", "text/html"]
    for each in held:
        assert (each["source_id"], each["published"]) == ("lantern", "2024-03")
        assert (each["themes"], each["origins"]["title"]) == (["skills"], "catalogue")


def test_a_dry_run_asks_nobody(
    run: Run,
    server: Misbehaving,
    catalogue: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    catalogue(
        f"id: lantern, title: T, url: '{server.url('/x')}'", "id: lost, title: L, no_url: burnt"
    )

    assert run("fetch", "--dry-run", "--theme", "skills", "--place", "Powys", "--json") == 0

    plan = {entry["id"]: entry for entry in said(capsys)}
    assert plan["lantern"]["url"] == server.url("/x")
    assert plan["lost"]["no_url"] == "burnt"
    assert server.requests == []
    assert run("fetch", "--dry-run", "lantern", "lost") == 0
    assert "1 to fetch (0 of them here already" in capsys.readouterr().out


def test_an_entry_without_an_address_is_said_with_the_way_out(
    run: Run, catalogue: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue("id: lost, title: L, no_url: the archive burnt")

    assert run("fetch", "lost", "--json") == 2

    message = said(capsys)["fetches"][0]["message"]
    assert message.startswith("the archive burnt. If you have the file, name it lost.pdf and run:")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["fetch"], "Say what to fetch: either ids of catalogue entries, or --all"),
        (["fetch", "--all", "lpip-hub-about"], "Say what to fetch"),
        (["fetch", "lpip-hub-abut"], "Did you mean lpip-hub-about?"),
        (["fetch", "--theme", "cheese"], "'cheese' is no theme. Themes: inclusive-local-economy"),
        (["fetch", "--place", "Cardif"], "'Cardif' is no place that the catalogue knows. Did you"),
    ],
)
def test_a_wrong_choice_is_one_line_and_status_2(
    run: Run, arguments: list[str], error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2

    err = capsys.readouterr().err
    assert error in err
    assert err.count("\n") == 1


def test_an_address_without_its_beginning_and_an_empty_path_are_told_apart(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", "www.gov.uk/plan") == 2
    assert "For a page of the web write https:// in front." in capsys.readouterr().out

    assert run("add", "") == 2
    assert "One of the paths is empty." in capsys.readouterr().err


def test_a_proxy_that_is_not_used_is_said(
    run: Run,
    server: Misbehaving,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")

    assert run("add", server.url("/gone")) == 2

    assert "A proxy is set on this machine, and fetching does not use one." in (
        capsys.readouterr().out
    )


def test_fetching_can_be_switched_off(
    run: Run,
    server: Misbehaving,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LPIP_FETCH", "off")

    assert run("fetch", "lpip-hub-about") == 2
    assert "Fetching is switched off here (LPIP_FETCH=off)" in capsys.readouterr().err
    assert run("add", server.url("/x")) == 2
    assert "fetching is switched off here" in capsys.readouterr().out
    assert server.requests == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("- id: Bad Id\n", "entry 1 (Bad Id): field id"),
        ("just text\n", "must be a YAML list"),
        ("- {id: a, title: T, doc_type: report, places: [], nations: [], themes: []}\n", "url"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_catalogue_of_ones_own_is_one_line_and_status_2(
    run: Run,
    text: str | None,
    error: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, note = tmp_path / "extra.yaml", tmp_path / "note.md"
    note.write_text("# Rents\n\nRents rose by 4.2% in Cardiff in 2023.\n")
    if text is not None:
        path.write_text(text)
    monkeypatch.setenv("LPIP_CATALOGUE", str(path))

    for arguments in (["fetch", "--all", "--dry-run"], ["add", str(note)]):
        assert run(*arguments) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"lpip-ingest: LPIP_CATALOGUE: {path}: ")
        assert error in err
        assert err.count("\n") == 1


def test_an_entry_of_ones_own_takes_the_place_of_a_packaged_one(
    run: Run, catalogue: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue("id: lpip-hub-about, title: Mine, url: 'https://mine.example/'")

    run("fetch", "--dry-run", "--json", "lpip-hub-about")

    assert [entry["url"] for entry in said(capsys)] == ["https://mine.example/"]


def test_a_document_is_described_anew_when_ones_own_catalogue_changes(
    run: Run, tmp_path: Path, catalogue: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "lantern.md"
    note.write_text("The Lantern Fund gave 318 grants to village halls in Powys.\n")
    run("add", str(note))
    catalogue("id: lantern, title: The Lantern Fund, no_url: none")
    capsys.readouterr()

    assert run("add", "--json", str(note)) == 0

    assert said(capsys)["outcomes"][0]["title"] == "The Lantern Fund"


def test_a_second_run_finds_nothing_new_and_removing_deletes_what_was_fetched(
    run: Run, home: Path, server: Misbehaving, report: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.on("/lantern.pdf", pdf({"ETag": '"v1"'}, report), reply(304))
    run("add", url)
    capsys.readouterr()

    assert run("add", "--json", url, str(home / "fetched")) == 0

    again = said(capsys)
    assert again["fetches"][0]["ending"] == "unchanged"
    assert [outcome["state"] for outcome in again["outcomes"]] == ["unchanged"]

    held = again["outcomes"][0]["document_id"]
    assert run("remove", held) == 0
    assert [path.name for path in (home / "fetched").iterdir() if path.name[0] != "."] == []
