import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest import derived, generation
from ingest.errors import WrongModel
from ingest.filters import Filters
from ingest.index import Index
from ingest.library import Library
from ingest.lock import writing
from ingest.pipeline import rebuild, remove
from ingest.settings import Settings
from tests.ingest.shelf import (
    MODEL,
    direction,
    document,
    entry,
    passages,
    shelve,
)

EVERYTHING = Filters()
WALES = document("Rents rose in Cardiff.\nJobs grew in Swansea.", "w", places=("Wales",))
YORK = document("Rents fell in York.\nA bridge was built.", "y", places=("Yorkshire",))
SECRET = document("Rents are secret.", "s", collection="team")


@pytest.fixture
def said() -> list[str]:
    """What was told to the user."""
    return []


@pytest.fixture
def opened(settings: Settings, said: list[str]) -> Iterator[Callable[..., Index]]:
    """Opens the index of `settings`, with changes; closes all at the end."""
    indexes: list[Index] = []

    def open_index(**changes: object) -> Index:
        indexes.append(Index.open(settings.model_copy(update=changes), say=said.append))
        return indexes[-1]

    yield open_index
    for index in indexes:
        index.close()


def found(index: Index, text: str, filters: Filters = EVERYTHING, k: int = 5) -> list[str]:
    """Texts of the nearest passages."""
    ids = [key for key, _ in index.dense(direction(text), k, filters)]
    return [held.passage.text for held in index.held(ids).values()]


def worded(index: Index, query: str, filters: Filters = EVERYTHING) -> set[str]:
    """Texts of the passages with the words."""
    ids = [key for key, _ in index.lexical(query, 9, filters)]
    return {held.passage.text for held in index.held(ids).values()}


@pytest.mark.parametrize("exact_up_to", [0, 1000])
def test_a_passage_is_found_by_its_own_vector(
    settings: Settings, opened: Callable[..., Index], exact_up_to: int
) -> None:
    shelve(settings, WALES, YORK)
    index = opened(exact_up_to=exact_up_to)

    hits = index.dense(direction("A bridge was built."), 3, EVERYTHING)

    assert hits[0][0] == passages(YORK)[1].passage_id
    assert hits[0][1] == pytest.approx(1.0, abs=1e-5)
    assert len(hits) == 3
    assert [cosine for _, cosine in hits] == sorted((c for _, c in hits), reverse=True)


def test_chroma_and_the_exact_product_agree(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    lines = [f"Passage number {number}." for number in range(400)]
    shelve(
        settings, *(document("\n".join(lines[at : at + 40]), f"d{at}") for at in range(0, 400, 40))
    )
    exact, approximate = opened(exact_up_to=1000), opened(exact_up_to=0)

    for line in lines[::50]:
        vector = direction(line + "?")
        wanted = exact.dense(vector, 10, EVERYTHING)
        got = approximate.dense(vector, 10, EVERYTHING)
        assert len({key for key, _ in wanted} & {key for key, _ in got}) >= 9
        shared = dict(wanted)
        assert all(abs(shared.get(key, cosine) - cosine) < 1e-5 for key, cosine in got)


@pytest.mark.parametrize("exact_up_to", [0, 1000])
def test_only_what_the_filters_allow_is_found(
    settings: Settings, opened: Callable[..., Index], exact_up_to: int
) -> None:
    shelve(settings, WALES, YORK, SECRET)
    index = opened(exact_up_to=exact_up_to)
    wales, team = Filters(places=("wales",)), Filters(collections=frozenset({"team"}))
    nobody = Filters(collections=frozenset())

    assert set(found(index, "x")) == {p.text for p in (*passages(WALES), *passages(YORK))}
    assert set(found(index, "x", wales)) == {p.text for p in passages(WALES)}
    assert found(index, "x", team) == ["Rents are secret."]
    assert worded(index, "rents") == {"Rents rose in Cardiff.", "Rents fell in York."}
    assert worded(index, "rents", wales) == {"Rents rose in Cardiff."}
    assert worded(index, "rents", team) == {"Rents are secret."}
    assert found(index, "x", nobody) == []
    assert worded(index, "rents", nobody) == set()


def test_an_empty_library_finds_nothing_and_says_nothing(
    opened: Callable[..., Index], said: list[str]
) -> None:
    index = opened()

    assert index.dense(direction("x"), 5, EVERYTHING) == []
    assert index.lexical("x", 5, EVERYTHING) == []
    assert index.documents(EVERYTHING) == ()
    assert said == []


@pytest.mark.parametrize("exact_up_to", [0, 1000])
def test_an_open_index_sees_what_is_written_later(
    settings: Settings, opened: Callable[..., Index], exact_up_to: int
) -> None:
    shelve(settings, WALES)
    index = opened(exact_up_to=exact_up_to)
    assert found(index, "A bridge was built.", k=1) != ["A bridge was built."]
    before = index.revision

    shelve(settings, YORK)

    assert index.refresh()
    assert index.revision != before
    assert found(index, "A bridge was built.", k=1) == ["A bridge was built."]
    assert worded(index, "bridge") == {"A bridge was built."}
    assert not index.refresh()


@pytest.mark.parametrize("exact_up_to", [0, 1000])
def test_what_is_removed_or_replaced_is_found_no_more(
    settings: Settings, opened: Callable[..., Index], exact_up_to: int
) -> None:
    shelve(settings, WALES, YORK)
    index = opened(exact_up_to=exact_up_to)
    assert worded(index, "bridge")

    shelve(settings, document("Rents fell in Leeds.", "y"))

    index.refresh()
    assert "A bridge was built." not in found(index, "A bridge was built.", k=9)
    assert worded(index, "bridge") == set()
    assert worded(index, "Leeds") == {"Rents fell in Leeds."}


def test_an_open_index_serves_while_a_writer_is_at_work(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)
    with writing(settings.home), closing(Library(settings.home, MODEL)) as library:
        index = opened()
        library.put(entry(YORK))
        index.refresh()

        assert found(index, "A bridge was built.", k=1) == ["A bridge was built."]
        assert worded(index, "Swansea") == {"Jobs grew in Swansea."}


def test_without_any_index_and_with_a_writer_at_work_everything_is_still_found(
    settings: Settings, opened: Callable[..., Index], said: list[str]
) -> None:
    shelve(settings, WALES)
    shutil.rmtree(settings.index_folder)
    with writing(settings.home):
        index = opened(exact_up_to=0)

        assert found(index, "Jobs grew in Swansea.", k=1) == ["Jobs grew in Swansea."]
        assert worded(index, "Swansea") == {"Jobs grew in Swansea."}
    assert said == []


def test_documents_that_a_crash_left_out_of_the_index_are_taken_in(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)
    with writing(settings.home), closing(Library(settings.home, MODEL)) as library:
        library.put(entry(YORK))

    assert worded(opened(), "bridge") == {"A bridge was built."}


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8] = bytes(255 - byte for byte in content[middle : middle + 8])
    path.write_bytes(bytes(content))


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [halve, empty, spoil, delete])
def test_any_damaged_file_is_noticed_and_the_index_made_again(
    settings: Settings, opened: Callable[..., Index], said: list[str], harm: Callable[[Path], None]
) -> None:
    shelve(settings, WALES, YORK)
    for count, pattern in enumerate(("chroma.sqlite3", "*.idx"), 1):
        current = generation.current_number(settings.index_folder)
        victim = next((settings.index_folder / str(current)).rglob(pattern))
        harm(victim)

        index = opened(exact_up_to=0)

        assert len(said) == count, pattern
        assert "making it again from the library (4 passages)" in said[-1]
        assert found(index, "A bridge was built.", k=1) == ["A bridge was built."]
        assert worded(index, "Swansea") == {"Jobs grew in Swansea."}


@pytest.mark.parametrize("name", ["current", "1/seal.json", "1/words/meta.json"])
def test_a_lost_pointer_or_seal_is_noticed(
    settings: Settings, opened: Callable[..., Index], said: list[str], name: str
) -> None:
    shelve(settings, WALES)
    (settings.index_folder / name).write_bytes(b"")

    assert worded(opened(), "Swansea") == {"Jobs grew in Swansea."}
    assert len(said) == 1


def test_a_deleted_index_folder_is_made_again_with_a_word(
    settings: Settings, opened: Callable[..., Index], said: list[str]
) -> None:
    shelve(settings, WALES)
    shutil.rmtree(settings.index_folder)

    index = opened(exact_up_to=0)

    assert said == ["The search index is missing; making it again from the library (2 passages)."]
    assert found(index, "Jobs grew in Swansea.", k=1) == ["Jobs grew in Swansea."]
    opened()
    assert len(said) == 1


def test_an_intact_index_is_opened_without_chroma_or_a_word(
    settings: Settings, opened: Callable[..., Index], said: list[str]
) -> None:
    shelve(settings, WALES)
    before = generation.current_number(settings.index_folder)

    opened()

    assert said == []
    assert generation.current_number(settings.index_folder) == before


def test_asking_changes_no_byte_of_the_sealed_index(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES, YORK)
    index = opened(exact_up_to=0)
    found(index, "x")
    worded(index, "rents")

    assert generation.current(settings.index_folder).number


def test_the_index_of_another_library_is_not_used(
    settings: Settings, opened: Callable[..., Index], said: list[str], tmp_path: Path
) -> None:
    shelve(settings, WALES)
    other = Settings(home=tmp_path / "other")
    shelve(other, YORK)
    shutil.rmtree(settings.index_folder)
    shutil.copytree(other.index_folder, settings.index_folder)

    index = opened()

    assert "made from another library" in said[0]
    assert worded(index, "Swansea") == {"Jobs grew in Swansea."}


def test_an_index_for_another_model_is_refused(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)

    with pytest.raises(WrongModel, match="all-MiniLM-L6-v2@53aa5117, and other is configured"):
        opened(embedding_model="other")


def test_many_threads_may_ask_at_once_while_documents_come_in(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)
    index = opened(exact_up_to=0)
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(40):
            index.refresh()
            if found(index, "Jobs grew in Swansea.", k=1) != ["Jobs grew in Swansea."]:
                wrong.append("dense")
            if worded(index, "Swansea") != {"Jobs grew in Swansea."}:
                wrong.append("words")

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for number in range(4):
            shelve(settings, document(f"Line {number}.", f"n{number}"))
        for future in asking:
            future.result()

    assert wrong == []
    assert len(index.documents(EVERYTHING)) == 5


def test_vectors_come_in_the_order_asked_for(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES, YORK)
    ids = [passages(YORK)[0].passage_id, passages(WALES)[1].passage_id]

    vectors = opened().vectors(ids)

    assert np.allclose(vectors[0], direction("Rents fell in York."), atol=1e-6)
    assert np.allclose(vectors[1], direction("Jobs grew in Swansea."), atol=1e-6)


def test_few_new_passages_stay_outside_chroma_and_are_found(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)
    shelve(settings, YORK)
    seal = generation.current(settings.index_folder).seal

    assert (seal.in_chroma, seal.passages) == (2, 4)
    assert found(opened(exact_up_to=0), "A bridge was built.", k=1) == ["A bridge was built."]


def test_chroma_takes_in_what_it_lacks_when_that_is_much(
    settings: Settings, opened: Callable[..., Index]
) -> None:
    shelve(settings, WALES)
    with writing(settings.home), closing(Library(settings.home, MODEL)) as library:
        library.put(entry(YORK))

        made = derived.bring_up(library, settings.index_folder, most_outside=1)

    assert made.seal.in_chroma == 4
    assert found(opened(exact_up_to=0), "A bridge was built.", k=1) == ["A bridge was built."]


def test_in_a_large_library_a_removal_leaves_chroma_at_once_and_everything_else_is_found(
    settings: Settings, opened: Callable[..., Index], said: list[str]
) -> None:
    large = [
        document("\n".join(f"Line {number} of part {part}." for number in range(900)), f"p{part}")
        for part in range(6)
    ]
    shelve(settings, *large, YORK)
    assert generation.current(settings.index_folder).seal.in_chroma == 5402
    index = opened(exact_up_to=0)

    remove(YORK.document_id, settings)

    index.refresh()
    assert generation.current(settings.index_folder).seal.in_chroma == 0
    assert "A bridge was built." not in found(index, "A bridge was built.")
    assert found(index, "Line 7 of part 3.", k=1) == ["Line 7 of part 3."]
    shelve(settings, WALES)
    assert found(opened(), "Line 7 of part 3.", k=1) == ["Line 7 of part 3."]
    rebuild(settings)
    assert generation.current(settings.index_folder).seal.in_chroma == 5402
    assert said == []
