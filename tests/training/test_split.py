"""The frozen split: drawn once, the published rows, refused for other data."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sklearn.model_selection import train_test_split

from tests.training.tweets import synthetic_tweets
from training.errors import TrainingError
from training.split import Part, draw_split, frozen_split, seen_in_training


def test_the_test_rows_are_those_of_scikit_learn_stratified_with_seed_42(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    _, published = train_test_split(
        np.arange(len(tweets.y)), test_size=0.2, random_state=42, stratify=tweets.y
    )
    assert draw_split(tweets).rows(Part.TEST).tolist() == sorted(published.tolist())


def test_each_part_has_its_share_and_both_labels_evenly(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    split = draw_split(tweets)
    assert [len(split.rows(part)) for part in Part] == [300, 20, 80]
    assert [tweets.y[split.rows(part)].mean() for part in Part] == [0.5, 0.5, 0.5]


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
    split = draw_split(tweets)
    train, test = split.rows(Part.TRAIN)[0], split.rows(Part.TEST)[:2]
    hashes = tweets.hashes.copy()
    hashes[test[0]] = hashes[train]
    seen = seen_in_training(replace(tweets, hashes=hashes), split)
    assert seen[test].tolist() == [True, False]
