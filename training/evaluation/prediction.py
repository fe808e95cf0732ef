"""A file of tweets with the scores of any trained model beside them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from airparadis.domain.predictions.label import Label
from airparadis.files.registry import format_of_name, suffixes
from airparadis.files.table import Added, Block, WriteOptions
from airparadis.files.writing import aside
from training.data.tables import GUESSED, Columns, open_tweets
from training.errors import TrainingError
from training.evaluation.loading import Scorer

ADDED = (
    Added("label", str),
    Added("probability_negative", float),
    Added("probability_positive", float),
    Added("model_version", str),
)


def predict_file(scorer: Scorer, data: Path, out: Path, columns: Columns = GUESSED) -> int:
    """Write the rows of `data` to `out`, with label and probabilities; return their number.

    The end of the name `out` says its format. A row without a text has no score.

    Raises:
        TrainingError: a file cannot be read or written.
    """
    form = format_of_name(out.name)
    if form is None:
        raise TrainingError(f"{out} should end in one of {', '.join(suffixes())}")
    rows = 0
    with aside(out) as temporary, open_tweets(data, columns) as source:
        layout = source.layout
        with (
            form.create(temporary, layout, ADDED, WriteOptions()) as sink,
            tqdm(desc=f"score {data.name}", unit=" tweets", mininterval=1) as bar,
        ):
            for block in source.blocks():
                sink.write(block, _scores(scorer, block, layout.text_column))
                rows += len(block)
                bar.update(len(block))
    return rows


def _scores(scorer: Scorer, block: Block, text_column: int) -> list[Sequence[object]]:
    texts = block.texts(text_column)
    positive = np.full(len(texts), np.nan)
    scored = [place for place, text in enumerate(texts) if text]
    if scored:
        positive[scored] = scorer.predict_proba([texts[place] or "" for place in scored])[:, 1]
    found = [None if np.isnan(value) else float(value) for value in positive]
    labels = [None if p is None else (Label.NEGATIVE, Label.POSITIVE)[p >= 1 / 2] for p in found]
    negative = [None if p is None else 1 - p for p in found]
    return [labels, negative, found, [scorer.manifest.version] * len(texts)]
