"""Airline tweets: read as published, dealt by id, no text in two parts."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from training.data.airline import LEFT_OUT, AirlineTweets, airline_part, read_airline_tweets
from training.data.split import Part
from training.data.tables import Columns
from training.errors import TrainingError

COLUMNS = ("tweet_id", "airline_sentiment", "negativereason", "airline", "text", "tweet_created")
CREATED = "2015-02-24 11:15:36 -0800"


def write(path: Path, rows: list[tuple[int, str, str]]) -> Path:
    """Rows of id, sentiment and text, with the columns training reads and one it does not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "name"])
        for number, sentiment, text in rows:
            writer.writerow([number, sentiment, "Late Flight", "Delta", text, CREATED, "jo"])
    return path


def read(path: Path, rows: list[tuple[int, str, str]]) -> AirlineTweets:
    return read_airline_tweets(write(path, rows))


@pytest.mark.parametrize("name", ["tweets.csv", "tweets.csv.gz"])
def test_a_published_row_is_read_whole(name: str, tmp_path: Path) -> None:
    tweets = read(tmp_path / name, [(570301031407624196, "negative", 'Late, "again"\nand é 😭')])
    assert tweets.ids.tolist() == [570301031407624196]
    assert tweets.texts == ['Late, "again"\nand é 😭']
    assert tweets.labels.tolist() == [-1]
    assert (tweets.airlines, tweets.reasons) == (["Delta"], ["Late Flight"])
    assert tweets.created == [CREATED]


def test_of_a_repeated_id_the_first_row_counts(tmp_path: Path) -> None:
    rows = [(1, "negative", "late"), (1, "positive", "late"), (2, "neutral", "when?")]
    tweets = read(tmp_path / "tweets.csv", rows)
    assert tweets.labels.tolist() == [-1, 0]


def test_a_text_under_several_ids_is_in_the_part_of_the_first(tmp_path: Path) -> None:
    tweets = read(tmp_path / "t.csv", [(number, "positive", "thanks!") for number in range(50)])
    assert set(tweets.parts.tolist()) == {airline_part(0)}
    assert len({airline_part(number) for number in range(50)}) == 3


def test_ids_are_dealt_three_to_a_half_to_one_and_a_half() -> None:
    counts = Counter(airline_part(570301031407624196 + 7 * step) for step in range(10_000))
    shares = [counts[part] / 10_000 for part in (Part.TRAIN, Part.VALIDATION, Part.TEST)]
    assert shares == pytest.approx([0.6, 0.1, 0.3], abs=0.02)


def test_the_parts_of_known_ids_never_change() -> None:
    parts = [airline_part(number).name for number in (570301031407624196, 0, 3)]
    assert parts == ["TRAIN", "TEST", "VALIDATION"]


def test_polar_tweets_are_the_negative_and_the_positive_of_the_part(tmp_path: Path) -> None:
    sentiments = ("negative", "neutral", "positive")
    rows = [(number, sentiments[number % 3], f"tweet {number}") for number in range(300)]
    tweets = read(tmp_path / "tweets.csv", rows)
    texts, y = tweets.polar(Part.TEST)
    test = [row for row in rows if airline_part(row[0]) is Part.TEST and row[1] != "neutral"]
    assert texts == [text for *_, text in test]
    assert y.tolist() == [int(sentiment == "positive") for _, sentiment, _ in test]


def test_a_near_duplicate_of_another_part_is_in_none(tmp_path: Path) -> None:
    rows = [(number, "positive", f"@jet{number} thanks!") for number in range(50)]
    parts = read(tmp_path / "tweets.csv", rows).parts
    assert set(parts.tolist()) == {Part.TEST, LEFT_OUT}


def test_any_labelled_file_will_do(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("avis;note\nle vol est en retard;neg\nmerci;pos\n", "utf-8")
    columns = Columns("avis", "note")
    tweets = read_airline_tweets(tmp_path / "own.csv", columns)
    assert tweets.labels.tolist() == [-1, 1]
    assert tweets.airlines == ["", ""]
    assert len(set(tweets.ids.tolist())) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (",".join(COLUMNS) + "\n1,happy,,Delta,text,now\n", "its labels are 'happy'"),
        ("tweet_id\nnone\n", "which column has the labels"),
    ],
)
def test_another_file_is_refused(content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "tweets.csv").write_text(content)
    with pytest.raises(TrainingError, match=reason):
        read_airline_tweets(tmp_path / "tweets.csv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"nowhere\.csv: there is no such file"):
        read_airline_tweets(tmp_path / "nowhere.csv")
