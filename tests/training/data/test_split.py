"""The frozen split: drawn once, the published rows, refused for other data."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from tests.support.training.tweets import synthetic_tweets
from training.data.split import PUBLISHED, STRICT, Part, draw_split, frozen_split, seen_in_training
from training.data.tweets import Faults, Tweets, hash_texts
from training.errors import TrainingError


def test_the_test_rows_are_those_of_scikit_learn_stratified_with_seed_42(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    _, published = train_test_split(
        np.arange(len(tweets.y)), test_size=0.2, random_state=42, stratify=tweets.y
    )
    assert draw_split(tweets, PUBLISHED).rows(Part.TEST).tolist() == sorted(published.tolist())


def test_each_part_has_its_share_and_both_labels_evenly(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    split = draw_split(tweets, PUBLISHED)
    parts = (Part.TRAIN, Part.VALIDATION, Part.TEST)
    assert [len(split.rows(part)) for part in parts] == [300, 20, 80]
    assert [tweets.y[split.rows(part)].mean() for part in parts] == [0.5, 0.5, 0.5]


def tweets_of(rows: list[tuple[str, int]]) -> Tweets:
    texts = [text for text, _ in rows]
    labels = np.array([label for _, label in rows], np.int8)
    return Tweets(np.arange(len(rows)), texts, labels, hash_texts(texts), Faults())


def word(number: int) -> str:
    """A word for a number: numbers do not tell texts apart."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.integers(0, 1)), min_size=1, max_size=200))
def test_no_text_straddles_the_parts_of_the_strict_split(rows: list[tuple[str, int]]) -> None:
    tweets = tweets_of(rows)
    split = draw_split(tweets, STRICT)
    parts_of_text = defaultdict(set)
    for text, part in zip(tweets.texts, split.parts.tolist(), strict=True):
        parts_of_text[text].add(part)
    assert {len(parts) for parts in parts_of_text.values()} == {1}
    assert not seen_in_training(tweets, split)[split.rows(Part.TEST)].any()


def test_near_duplicates_are_in_one_part_of_the_strict_split() -> None:
    twins = (
        "{} is late",
        "RT @jo {} is LATE!!!",
        "@airline {}: is late http://t.co/x",
        "{} is late 7",
    )
    rows = [(twin.format(word(number)), number % 2) for number in range(60) for twin in twins]
    parts = draw_split(tweets_of(rows), STRICT).parts.reshape(60, len(twins))
    assert (parts == parts[:, :1]).all()
    assert len(set(parts[:, 0].tolist())) > 1


def test_the_strict_split_gives_each_part_its_share_of_both_labels() -> None:
    once = [(f"text {word(number)}", number % 2) for number in range(4000)]
    often = [(f"thanks {word(number % 100)}", 1) for number in range(1000)]
    both = [(f"so {word(number % 100)}", number // 100 % 2) for number in range(1000)]
    tweets = tweets_of(once + often + both)
    split = draw_split(tweets, STRICT)
    shares = [len(split.rows(part)) / 6000 for part in Part]
    assert shares == pytest.approx([0.725, 0.05, 0.20, 0.025], abs=0.005)
    positive = [tweets.y[split.rows(part)].mean() for part in Part]
    assert positive == pytest.approx([3500 / 6000] * 4, abs=0.02)


def test_the_strict_split_is_the_same_each_time_and_differs_from_the_published() -> None:
    tweets = tweets_of([(f"text {word(number)}", number % 2) for number in range(100)])
    strict = draw_split(tweets, STRICT)
    assert strict.fingerprint == draw_split(tweets, STRICT).fingerprint
    assert strict.fingerprint != draw_split(tweets, PUBLISHED).fingerprint


def test_a_split_of_another_variant_is_refused(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    frozen_split(tweets, tmp_path / "split.parquet", STRICT)
    with pytest.raises(TrainingError, match="holds the strict split, not the published one"):
        frozen_split(tweets, tmp_path / "split.parquet")


def test_a_split_once_drawn_is_read_back(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    drawn = frozen_split(tweets, tmp_path / "deep" / "split.parquet")
    kept = frozen_split(tweets, tmp_path / "deep" / "split.parquet")
    assert kept.fingerprint == drawn.fingerprint
    assert np.array_equal(kept.parts, drawn.parts)


def test_a_split_of_other_data_is_refused(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    frozen_split(tweets, tmp_path / "split.parquet")
    other = replace(tweets, y=1 - tweets.y)
    with pytest.raises(TrainingError, match="other data"):
        frozen_split(other, tmp_path / "split.parquet")


def test_an_altered_split_is_refused(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    path = tmp_path / "split.parquet"
    frozen_split(tweets, path)
    table = pq.read_table(path)
    parts = table["part"].to_pylist()
    parts.reverse()
    column = table.schema.get_field_index("part")
    pq.write_table(table.set_column(column, "part", [parts]), path)
    with pytest.raises(TrainingError, match="altered"):
        frozen_split(tweets, path)


def test_a_file_that_is_no_split_is_refused(tmp_path: Path) -> None:
    (tmp_path / "split.parquet").write_text("no")
    with pytest.raises(TrainingError, match="not a split"):
        frozen_split(synthetic_tweets(tmp_path), tmp_path / "split.parquet")


def test_a_test_text_that_also_trains_is_known_as_seen(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    split = draw_split(tweets, PUBLISHED)
    train, test = split.rows(Part.TRAIN)[0], split.rows(Part.TEST)[:2]
    texts = list(tweets.texts)
    texts[test[0]], texts[test[1]] = f"RT @you {texts[train].upper()}", "unheard of"
    seen = seen_in_training(replace(tweets, texts=texts), split)
    assert seen[test].tolist() == [True, False]
