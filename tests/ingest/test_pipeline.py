from contextlib import closing
from pathlib import Path

import pytest

from ingest.embed import PACKAGED_NAME, Embedder
from ingest.errors import LibraryBusy, WrongModel
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.index import Index
from ingest.lock import writing
from ingest.outcome import Progress, State
from ingest.pipeline import add, add_starter, rebuild, remove
from ingest.reading import LibraryReader
from ingest.settings import Settings
from tests.ingest.handmade import Sheet, write_pdf

EVERYTHING = Filters()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """See fill."""
    return fill(tmp_path)


def fill(where: Path) -> Path:
    """A folder with three sound files, one broken, and some that are passed over."""
    made = where / "reports"
    (made / "deeper").mkdir(parents=True)
    (made / "a.txt").write_text("Rents rose by 4.2% in Cardiff in 2023. Wages did not keep up.")
    (made / "b.md").write_text("# Skills\n\nEmployers in Swansea cannot find welders.\n")
    (made / "deeper" / "c.html").write_text(
        "<html><head><title>Bridges</title></head><body><main><h1>Bridges</h1>"
        "<p>A bridge to Ynys Môn was opened in 1826 and is still in use.</p></main></body></html>"
    )
    (made / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is not a PDF after all\n%%EOF")
    (made / ".hidden.txt").write_text("Nobody should see this.")
    (made / "a.txt.meta.yaml").write_text("title: Rents in Cardiff\npublisher: WHO\n")
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Settings:
    """A library that holds the folder, for tests that only look."""
    home = tmp_path_factory.mktemp("filled")
    (home / "models").symlink_to(models_folder, target_is_directory=True)
    settings = Settings(home=home)
    add([fill(tmp_path_factory.mktemp("files"))], settings)
    return settings


def held(settings: Settings) -> dict[str, HeldDocument]:
    """What is in the library, by file name."""
    with closing(LibraryReader(settings.home, PACKAGED_NAME)) as library:
        return {Path(found.path).name: found for found in library.documents()}


def texts(settings: Settings, query: str) -> list[str]:
    """What the keyword index finds."""
    with closing(Index.open(settings)) as index:
        ids = [key for key, _ in index.lexical(query, 5, EVERYTHING)]
        return [passage.passage.text for passage in index.held(ids).values()]


def test_a_folder_goes_in_and_a_broken_file_costs_only_itself(
    folder: Path, settings: Settings
) -> None:
    report = add([folder], settings)

    states = {outcome.path.name: outcome.state for outcome in report.outcomes}
    assert states == {
        "a.txt": State.ADDED,
        "b.md": State.ADDED,
        "broken.pdf": State.FAILED,
        "c.html": State.ADDED,
    }
    assert report.exit_status == 1
    failed = next(o for o in report.outcomes if o.state is State.FAILED)
    assert str(failed.path) in failed.message
    assert "\n" not in failed.message
    assert set(held(settings)) == {"a.txt", "b.md", "c.html"}
    assert held(settings)["a.txt"].metadata.title == "Rents in Cardiff"
    assert "1826" in texts(settings, "ynys mon bridge")[0]


def test_every_passage_is_a_slice_of_its_page_and_the_original_is_kept(filled: Settings) -> None:
    with closing(LibraryReader(filled.home, PACKAGED_NAME)) as library:
        for found in library.documents():
            assert found.file is not None
            assert found.file.read_bytes() == Path(found.path).read_bytes()
            passages = library.passages(found.document_id)
            assert passages
            for passage in passages:
                page = library.page(found.document_id, passage.page_start)
                assert page.text[passage.start : passage.end] == passage.text


def test_a_question_finds_the_passage_that_answers_it(filled: Settings, embedder: Embedder) -> None:
    vector = embedder.embed(["Which trade is short of workers?"])[0]

    with closing(Index.open(filled)) as index:
        best = index.dense(vector, 1, EVERYTHING)[0][0]
        assert "welders" in index.held([best])[best].passage.text


def test_the_same_files_again_change_nothing(folder: Path, settings: Settings) -> None:
    add([folder / "a.txt", folder / "b.md"], settings)
    before = settings.library_path.read_bytes(), sorted(settings.index_folder.rglob("*"))

    report = add([folder / "a.txt", folder / "b.md"], settings)

    assert [outcome.state for outcome in report.outcomes] == [State.UNCHANGED] * 2
    assert report.exit_status == 0
    assert report.outcomes[0].title == "Rents in Cardiff"
    assert (settings.library_path.read_bytes(), sorted(settings.index_folder.rglob("*"))) == before


def test_a_changed_file_leaves_nothing_of_the_old_one(folder: Path, settings: Settings) -> None:
    add([folder], settings)
    old = held(settings)["b.md"]
    (folder / "b.md").write_text("# Skills\n\nEmployers in Swansea now look for plumbers.\n")

    report = add([folder / "b.md"], settings)

    assert report.outcomes[0].state is State.REPLACED
    assert texts(settings, "welders") == []
    assert "plumbers" in texts(settings, "plumbers")[0]
    assert old.file is not None
    assert not old.file.exists()
    assert b"welders" not in settings.library_path.read_bytes()


def test_a_changed_side_car_changes_what_is_known(folder: Path, settings: Settings) -> None:
    add([folder / "a.txt"], settings)
    sidecar = folder / "a.txt.meta.yaml"
    sidecar.write_text("title: Rents in Cardiff\npublisher: Welsh Government\n")

    report = add([folder / "a.txt"], settings)

    assert report.outcomes[0].state is State.REPLACED
    assert held(settings)["a.txt"].metadata.publisher == "Welsh Government"
    with closing(Index.open(settings)) as index:
        assert index.lexical("rents", 5, Filters(publishers=("welsh government",)))
        assert not index.lexical("rents", 5, Filters(publishers=("WHO",)))


def test_a_new_title_is_embedded_and_searched(folder: Path, settings: Settings) -> None:
    add([folder / "a.txt"], settings)
    (folder / "a.txt.meta.yaml").write_text("title: Housing and zymurgy\n")

    add([folder / "a.txt"], settings)

    assert "Cardiff" in texts(settings, "zymurgy")[0]


def test_the_same_bytes_in_another_place_are_not_held_twice(
    folder: Path, settings: Settings
) -> None:
    (folder / "copy.md").write_bytes((folder / "b.md").read_bytes())

    report = add([folder / "b.md", folder / "copy.md"], settings)

    assert [outcome.state for outcome in report.outcomes] == [State.ADDED, State.UNCHANGED]
    assert "b.md" in report.outcomes[1].message
    assert set(held(settings)) == {"b.md"}


def test_a_file_that_has_moved_is_known_again(folder: Path, settings: Settings) -> None:
    add([folder / "b.md"], settings)
    (folder / "b.md").rename(folder / "moved.md")

    report = add([folder / "moved.md"], settings)

    assert report.exit_status == 0
    assert set(held(settings)) == {"moved.md"}


def test_two_files_of_one_publication_are_both_kept(folder: Path, settings: Settings) -> None:
    for name in ("a.txt", "b.md"):
        (folder / f"{name}.meta.yaml").write_text(f"title: {name}\nsource_id: lpip-hub-about\n")

    add([folder / "a.txt", folder / "b.md"], settings)

    assert set(held(settings)) == {"a.txt", "b.md"}


def test_a_note_and_its_publication_are_both_kept(folder: Path, settings: Settings) -> None:
    note = folder / "note.md"
    note.write_text(
        "---\nsource_id: lpip-hub-about\nnote: true\n---\n\nThe Hub has funding of £3.6 million.\n"
    )
    (folder / "a.txt.meta.yaml").write_text("source_id: lpip-hub-about\n")

    add([note, folder / "a.txt"], settings)
    add([note], settings)

    found = held(settings)
    assert found["note.md"].key == "note:lpip-hub-about"
    assert found["note.md"].is_note
    assert found["a.txt"].key == "lpip-hub-about"
    assert not found["a.txt"].is_note


def test_removing_leaves_nothing_anywhere(folder: Path, settings: Settings) -> None:
    add([folder], settings)
    gone = held(settings)["b.md"]

    removed, absence = remove(gone.document_id[:8], settings)

    assert removed == gone
    assert absence.found == ()
    assert absence.found == ()
    assert absence.stretches > 0
    assert set(held(settings)) == {"a.txt", "c.html"}
    assert texts(settings, "welders") == []
    kept = [p for p in settings.home.rglob("*") if p.is_file() and "models" not in p.parts]
    for path in kept:
        assert b"welders" not in path.read_bytes(), path
        assert gone.document_id.encode() not in path.read_bytes() or path.suffix == ".db", path
    assert not (settings.files_folder / f"{gone.sha256}.md").exists()


def test_missing_and_odd_paths_are_named_and_the_rest_goes_on(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "empty.txt").touch()
    odd = [tmp_path / "missing.pdf", tmp_path / "nothing", folder / "a.txt.meta.yaml"]

    report = add([*odd, tmp_path / "empty.txt", folder / "a.txt"], settings)

    reasons = {outcome.path.name: outcome.message for outcome in report.outcomes}
    assert "no such file or folder" in reasons["missing.pdf"]
    assert "holds no file" in reasons["nothing"]
    assert "Add that file instead" in reasons["a.txt.meta.yaml"]
    assert "empty" in reasons["empty.txt"]
    assert report.exit_status == 1
    assert set(held(settings)) == {"a.txt"}


def test_nothing_in_gives_status_2(settings: Settings, tmp_path: Path) -> None:
    assert add([tmp_path / "missing"], settings).exit_status == 2


def test_a_file_without_text_is_reported_as_empty(settings: Settings, tmp_path: Path) -> None:
    blank = write_pdf(tmp_path / "blank.pdf", [Sheet(())])

    report = add([blank], settings)

    assert report.outcomes[0].state is State.EMPTY
    assert str(blank) in report.outcomes[0].message


def test_a_side_car_that_is_wrong_costs_its_file_and_says_which_field(
    folder: Path, settings: Settings
) -> None:
    (folder / "a.txt.meta.yaml").write_text("themes: [cheese]\n")

    report = add([folder / "a.txt", folder / "b.md"], settings)

    assert [outcome.state for outcome in report.outcomes] == [State.FAILED, State.ADDED]
    assert "themes" in report.outcomes[0].message


def test_a_second_writer_is_refused(folder: Path, settings: Settings) -> None:
    with writing(settings.home), pytest.raises(LibraryBusy, match="being written to by process"):
        add([folder], settings)


def test_another_model_is_refused(folder: Path, settings: Settings) -> None:
    add([folder / "a.txt"], settings)
    other = settings.model_copy(update={"embedding_model": "another"})

    with pytest.raises(WrongModel, match="another"):
        add([folder / "b.md"], other)


def test_rebuilding_with_new_vectors_keeps_what_is_found(
    folder: Path, settings: Settings, embedder: Embedder
) -> None:
    add([folder], settings)
    vector = embedder.embed(["bridge"])[0]
    with closing(Index.open(settings)) as index:
        before = index.dense(vector, 3, EVERYTHING)

    assert rebuild(settings, re_embed=True) == 3

    with closing(Index.open(settings)) as index:
        after = index.dense(vector, 3, EVERYTHING)
    assert [key for key, _ in after] == [key for key, _ in before]


def test_progress_tells_how_far_the_work_is(folder: Path, settings: Settings) -> None:
    seen: list[Progress] = []

    add([folder], settings, on_progress=seen.append)

    assert [progress.done for progress in seen] == [0, 1, 2, 3, 4]
    assert {progress.total for progress in seen} == {4}
    assert seen[-1].bytes_done == seen[-1].bytes_total
    assert seen[-1].pages == 3


def test_an_interruption_keeps_what_is_in_and_tells_what_is_not(
    folder: Path, settings: Settings
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    report = add([folder], settings, on_progress=interrupt)

    assert "Interrupted" in report.note
    assert [outcome.state for outcome in report.outcomes][:2] == [State.ADDED, State.ADDED]
    assert all("not done" in outcome.message for outcome in report.outcomes[2:])
    assert set(held(settings)) == {"a.txt", "b.md"}
    assert add([folder], settings).count(State.UNCHANGED) == 2
    assert texts(settings, "bridge")


def test_a_thousand_small_files_with_one_bad(settings: Settings, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1000):
        (many / f"{number:04}.txt").write_text(f"Area {number} has a rate of {number / 10}%.")
    (many / "0500.txt").write_bytes(b"%PDF-1.7\nnot a PDF after all")

    report = add([many], settings)

    assert (report.count(State.ADDED), report.count(State.FAILED)) == (999, 1)
    assert report.exit_status == 1
    assert texts(settings, "77.7%")[0] == "Area 777 has a rate of 77.7%."
    with closing(Index.open(settings)) as index:
        assert len(index.documents(EVERYTHING)) == 999


@pytest.fixture
def starter(settings: Settings) -> Settings:
    """A library with the starter corpus."""
    assert add_starter(settings).exit_status == 0
    return settings


def test_the_starter_corpus_goes_in_once(starter: Settings) -> None:
    again = add_starter(starter)

    assert again.count(State.UNCHANGED) == len(again.outcomes) > 200
    assert again.seconds < 5
    assert all(found.is_note for found in held(starter).values())
