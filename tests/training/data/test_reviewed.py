import json
from pathlib import Path

import pytest

from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import is_test_text
from training.data.reviewed import read_reviewed
from training.errors import TrainingError

WORDS = ("alpha", "beta", "gamma", "delta", "sigma", "omega", "kappa", "theta")
TEXTS = [f"{a} {b} flight" for a in WORDS for b in WORDS]
ROWS = [(text, "positive" if number % 2 else "negative") for number, text in enumerate(TEXTS)]


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    lines = [json.dumps({"text": text, "label": label}) for text, label in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_fifth_of_the_texts_is_kept_to_test_and_stays_there(tmp_path: Path) -> None:
    few = read_reviewed(write(tmp_path / "few.jsonl", ROWS[:50]))
    many = read_reviewed(write(tmp_path / "many.jsonl", ROWS))
    (train, _), (test, y) = many.rows(test=False), many.rows(test=True)
    assert sorted(train + test) == sorted(TEXTS)
    assert all(is_test_text(text_key(text)) for text in test)
    assert set(few.rows(test=True)[0]) <= set(test)
    assert set(y.tolist()) == {0, 1}


def test_retweets_count_once_and_what_disagrees_is_left_out(tmp_path: Path) -> None:
    more = [
        (f"RT @x: {TEXTS[0]} 12", "negative"),
        (TEXTS[2], "positive"),
        ("so so", "neutral"),
    ]
    reviewed = read_reviewed(write(tmp_path / "labels.jsonl", ROWS + more))
    assert len(reviewed.texts) == len(TEXTS) - 1
    assert TEXTS[2] not in reviewed.texts
    assert reviewed.left_out == 3


@pytest.mark.parametrize(("positive", "negative"), [("positive", "negative"), ("4", "0")])
def test_any_labelled_table_is_read(tmp_path: Path, positive: str, negative: str) -> None:
    names = {"positive": positive, "negative": negative}
    rows = [f"{number};{text};{names[label]}" for number, (text, label) in enumerate(ROWS)]
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(["id;Tweet Text;Label", *rows, "99;who knows;can't tell"]))
    found = read_reviewed(path)
    assert found.fingerprint == read_reviewed(write(tmp_path / "same.jsonl", ROWS)).fingerprint
    assert found.left_out == 1


def test_the_fingerprint_tells_labels_apart_whatever_their_order(tmp_path: Path) -> None:
    one = read_reviewed(write(tmp_path / "one.jsonl", ROWS))
    same = read_reviewed(write(tmp_path / "same.jsonl", ROWS[::-1]))
    other = read_reviewed(write(tmp_path / "other.jsonl", [*ROWS[1:], (TEXTS[0], "positive")]))
    assert one.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    "content", ["", "{", '{"text": "x"}', "[1]", '{"text": "flight", "label": "negative"}']
)
def test_what_nothing_can_be_learnt_from_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(content)
    with pytest.raises(TrainingError, match=r"labels\.jsonl"):
        read_reviewed(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="there is no such file"):
        read_reviewed(tmp_path / "none.jsonl")
