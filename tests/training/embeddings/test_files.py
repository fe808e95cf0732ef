"""Word vectors as GloVe, word2vec and fastText publish them."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.embeddings.files import WordVectors, read_vectors
from training.errors import TrainingError

EVERY = {"good", "bad", ". . .", "é"}
GLOVE = "good 0.5 -1 2e-1\nbad 1 2 3\n. . . 4 5 6\n"


def read(path: Path, text: str, dimensions: int | None = None) -> WordVectors:
    path.write_text(text, "utf-8")
    return read_vectors(path, EVERY, dimensions)


def test_glove_has_a_word_and_its_numbers_on_each_line(tmp_path: Path) -> None:
    found = read(tmp_path / "glove.txt", GLOVE)
    assert (found.dimensions, found.lines, found.malformed) == (3, 3, 0)
    assert found.vectors["good"] == pytest.approx([0.5, -1, 0.2])


def test_a_word_may_hold_spaces(tmp_path: Path) -> None:
    assert read(tmp_path / "glove.txt", GLOVE).vectors[". . ."].tolist() == [4, 5, 6]


def test_word2vec_and_fasttext_have_a_first_line_and_perhaps_spaces_at_the_end(
    tmp_path: Path,
) -> None:
    found = read(tmp_path / "wiki.vec", "2 3\ngood 1 2 3 \nbad 4 5 6 \n")
    assert (found.dimensions, found.lines, found.malformed) == (3, 2, 0)
    assert found.vectors["bad"].tolist() == [4, 5, 6]


def test_gzipped_files_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "glove.txt.gz"
    path.write_bytes(gzip.compress(GLOVE.encode()))
    assert set(read_vectors(path, EVERY).vectors) == {"good", "bad", ". . ."}


def test_only_wanted_words_are_kept_and_of_two_lines_the_first(tmp_path: Path) -> None:
    path = tmp_path / "glove.txt"
    path.write_text("good 1 2\nbad 3 4\ngood 5 6\n", "utf-8")
    found = read_vectors(path, {"good"})
    assert {word: vector.tolist() for word, vector in found.vectors.items()} == {"good": [1, 2]}
    assert found.lines == 3


@pytest.mark.parametrize(
    "line", ["bad 1 2", "bad 1 2 3 4", "bad 1 x 3", "bad 1 nan 3", " 1 2 3", "", "1 2 3"]
)
def test_malformed_lines_are_counted_and_named(line: str, tmp_path: Path) -> None:
    found = read(tmp_path / "glove.txt", f"good 1 2 3\n{line}\né 4 5 6\n")
    assert set(found.vectors) == {"good", "é"}
    assert found.summary() == "2 vectors of 3 dimensions, 1 malformed lines (first: line 2)"


def test_a_malformed_first_line_does_not_set_the_dimensions(tmp_path: Path) -> None:
    found = read(tmp_path / "glove.txt", "bad 1 2\ngood 1 2 3\né 4 5 6\n")
    assert (found.dimensions, found.lines, found.first_malformed) == (3, 2, 1)


def test_other_dimensions_than_asked_for_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"vectors of 3 dimensions, not 25$"):
        read(tmp_path / "glove.txt", GLOVE, dimensions=25)


@pytest.mark.parametrize("text", ["", "a page about vectors\n", "2 3\ngood 1 2\nbad 1 2\n"])
def test_a_file_without_vectors_is_one_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds no word vectors"):
        read(tmp_path / "glove.txt", text)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    cut_short = tmp_path / "glove.txt.gz"
    cut_short.write_bytes(gzip.compress(GLOVE.encode())[:-10])
    for path in (tmp_path / "nowhere.txt", cut_short):
        with pytest.raises(TrainingError, match="cannot read"):
            read_vectors(path, EVERY)


@given(
    vectors=st.dictionaries(
        st.text(st.characters(exclude_categories=("Z", "C")), min_size=1),
        st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, vectors: dict[str, list[float]]
) -> None:
    path = tmp_path_factory.mktemp("vectors") / "own.vec"
    lines = [f"{word} {' '.join(map(str, vector))}" for word, vector in vectors.items()]
    path.write_text("\n".join([f"{len(vectors)} 3", *lines, ""]), "utf-8")
    found = read_vectors(path, vectors)
    assert found.malformed == 0
    assert set(found.vectors) == set(vectors)
    for word, vector in vectors.items():
        np.testing.assert_array_equal(found.vectors[word], np.array(vector, np.float32))
