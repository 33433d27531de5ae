import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.settings import Settings


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    for name in [name for name in os.environ if name.startswith("LPIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LPIP_HOME", str(settings.home))
    return settings.home


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "rents.md"
    path.write_text("# Rents\n\nRents rose by 4.2% in [bold]Cardiff[/bold] in 2023.\n")
    return path


def answer(capsys: pytest.CaptureFixture[str]) -> object:
    """What was printed, as JSON."""
    return json.loads(capsys.readouterr().out)


def test_add_prints_a_table_and_a_summary(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["add", str(note)])

    out = capsys.readouterr().out
    assert status == 0
    assert "added" in out
    assert "Rents" in out
    assert "1 added; 1 pages, 1 passages" in out


def test_add_says_why_something_is_not_in(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["add", str(note), str(tmp_path / "missing.pdf")])

    assert status == 1
    assert "missing.pdf: no such file or folder." in capsys.readouterr().out


def test_nothing_in_gives_status_2(tmp_path: Path) -> None:
    assert main(["add", str(tmp_path / "missing.pdf")]) == 2


def test_every_command_speaks_json(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "--json", str(note)]) == 0
    added = answer(capsys)
    assert isinstance(added, dict)
    assert added["exit_status"] == 0
    outcome = added["outcomes"][0]
    assert (outcome["state"], outcome["path"]) == ("added", str(note))

    assert main(["list", "--json"]) == 0
    listed = answer(capsys)
    assert isinstance(listed, list)
    assert listed[0]["document_id"] == outcome["document_id"]
    assert listed[0]["media_type"] == "text/markdown"

    assert main(["show", "--json", outcome["document_id"][:7]]) == 0
    assert answer(capsys) == listed[0]

    assert main(["check", "--json"]) == 0
    assert answer(capsys) == {
        "documents": 1, "passages": 1, "revision": 1, "findings": [], "sound": True,
    }  # fmt: skip

    assert main(["rebuild", "--json"]) == 0
    assert answer(capsys) == {"passages": 1}

    assert main(["remove", "--json", outcome["document_id"]]) == 0
    removed = answer(capsys)
    assert isinstance(removed, dict)
    assert (removed["removed"], removed["found"]) == (outcome["document_id"], [])

    assert main(["list", "--json"]) == 0
    assert answer(capsys) == []


def test_show_tells_where_each_field_came_from(
    note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note.with_suffix(".meta.yaml").write_text("publisher: Welsh Government\n")
    main(["add", str(note)])
    capsys.readouterr()

    assert main(["show", str(note)]) == 0

    assert "Welsh Government (sidecar)" in capsys.readouterr().out


def test_an_unknown_document_is_one_line_and_status_2(
    note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(note)])
    capsys.readouterr()

    for command in ("show", "remove"):
        assert main([command, "ffff"]) == 2
        error = capsys.readouterr().err
        assert error.startswith("lpip-ingest: ffff: no document has an id that begins so.")
        assert error.count("\n") == 1


def test_a_misspelt_setting_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LPIP_HOEM", "x")

    assert main(["list"]) == 2
    assert capsys.readouterr().err == (
        "lpip-ingest: LPIP_HOEM is not a setting. Did you mean LPIP_HOME?\n"
    )


def test_an_unknown_command_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["frobnicate"])

    assert stopped.value.code == 2


def test_check_finds_and_repairs_a_lost_index_and_a_lost_original(
    note: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(note)])
    next((home / "index").rglob("chroma.sqlite3")).write_bytes(b"")
    original = next((home / "files").iterdir())
    original.write_bytes(b"something else")
    capsys.readouterr()

    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "The search index is damaged." in out
    assert "the kept original is damaged" in out

    assert main(["check", "--repair"]) == 0
    assert capsys.readouterr().out.count("repaired") == 2
    assert original.read_bytes() == note.read_bytes()
    assert main(["check"]) == 0


def test_a_damaged_database_is_one_line_and_status_2(
    note: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(note)])
    for path in home.glob("library.db*"):
        path.unlink()
    (home / "library.db").write_bytes(b"no database" * 1000)
    capsys.readouterr()

    assert main(["list"]) == 2
    error = capsys.readouterr().err
    assert "library.db cannot be read" in error
    assert error.count("\n") == 1


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    program = (
        "import sys; from ingest.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('torch', 'chromadb', 'onnxruntime', 'tantivy') if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "put files and folders in" in found.stdout
    assert found.stdout.splitlines()[-1] == "[]"
