"""The Python interface for notebooks: pandas in, pandas out; `notebooks/` show it at work.

Libraries load when a function is called, so that the command line starts fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from airparadis.ml.contract import Explanation
    from training.data.tweets import Tweets
    from training.evaluation.loading import Score

LABELS = ("negative", "positive")


def read_tweets(
    path: str | Path,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    labels: str | None = None,
    encoding: str | None = None,
) -> pd.DataFrame:
    """Read labelled tweets from CSV, XLSX, JSON lines or Parquet, as the commands do.

    Args:
        path: the file.
        text_column: the column with the tweets; guessed if None, as the others are.
        label_column: the column with the labels.
        labels: what they mean, `"negative=1,neutral=3,positive=5"`.
        encoding: of a text file.

    Returns:
        Columns `text` and `label` (negative, neutral, positive), the neutral rows last.

    Raises:
        TrainingError: the file cannot be read, or its labels are not understood.
    """
    import pandas as pd

    from training.data import tables, tweets
    from training.data.labels import parse_labels

    meaning = parse_labels(labels) if labels else None
    columns = tables.Columns(text_column, label_column, meaning, encoding)
    found = tweets.read_tweets(Path(path), columns)
    named = [LABELS[value] for value in found.y] + ["neutral"] * len(found.neutral)
    return pd.DataFrame({"text": [*found.texts, *found.neutral], "label": named})


def split_tweets(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split negative and positive tweets as `--variant strict` does, the same way every time.

    Near-duplicates are on one side. Returns frames by `train`, `validation`, `test` and `gate`.
    """
    from training.data.split import STRICT, Part, draw_split

    polar = frame[frame["label"].isin(LABELS)].reset_index(drop=True)
    split = draw_split(_tweets_of(polar), STRICT)
    return {part.name.lower(): polar.iloc[split.rows(part)] for part in Part}


def fit(family: str, train: pd.DataFrame, validation: pd.DataFrame, **options: object) -> Model:
    """Fit a family on frames of `split_tweets`; `options` are the command's: `ngram_max=3`.

    Raises:
        TrainingError: a library is missing, or the rows do not allow it.
    """
    from training.families import make_family

    fitted = make_family(family, **options)
    X, y = _labelled(train)
    fitted.fit(X, y, *_labelled(validation))
    return Model(family, fitted.predict_proba)


def load_model(model: str | Path) -> Model:
    """Load a trained artifact: its directory, its name under `instance/training`, or `bundled`.

    Raises:
        ArtifactError: the directory is not what its manifest says.
    """
    from training.evaluation import loading
    from training.options import STORE

    scorer = loading.load_model(loading.find_model(str(model), STORE))
    return Model(scorer.manifest.version, scorer.predict_proba, scorer.explain)


@dataclass(frozen=True)
class Model:
    """A fitted model; `predict_proba` maps texts to an array of shape (n, 2)."""

    name: str
    predict_proba: Score
    explanation: Callable[[str], Explanation] | None = None

    def predict(self, texts: Sequence[str] | pd.Series) -> pd.DataFrame:
        """Score tweets: columns `label`, `probability_negative`, `probability_positive`."""
        import pandas as pd

        positive = self.predict_proba(list(texts))[:, 1]
        columns = {
            "label": [LABELS[value >= 1 / 2] for value in positive.tolist()],
            "probability_negative": 1 - positive,
            "probability_positive": positive,
        }
        return pd.DataFrame(columns, index=texts.index if isinstance(texts, pd.Series) else None)

    def figures(self, frame: pd.DataFrame) -> Mapping[str, float]:
        """Judge on labelled tweets: accuracy, F1 of both classes, ROC AUC, calibration error."""
        from training.evaluation.figures import evaluate

        X, y = _labelled(frame)
        return evaluate(self.predict_proba(X)[:, 1], y).figures

    def explain(self, text: str) -> pd.Series:
        """Return the words of a tweet with their shares of the log-odds of positive, least first.

        Raises:
            TrainingError: only a loaded model of a family that the application serves explains.
        """
        import pandas as pd

        if self.explanation is None:
            raise TrainingError(f"{self.name} does not explain its scores: load a model of `light`")
        parts = self.explanation(text).contributions
        words = [text[part.start : part.end] for part in parts]
        return pd.Series([part.weight for part in parts], words, float).sort_values()

    def mistakes(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the tweets it gets wrong, the surest first, with `probability_positive`."""
        polar = frame[frame["label"].isin(LABELS)]
        found = polar.assign(probability_positive=self.predict_proba(list(polar["text"]))[:, 1])
        error = (found["probability_positive"] - (found["label"] == "positive")).abs()
        return found.assign(error=error)[error > 1 / 2].sort_values("error", ascending=False)


def _labelled(frame: pd.DataFrame) -> tuple[list[str], NDArray[np.int8]]:
    import numpy as np

    polar = frame[frame["label"].isin(LABELS)]
    return list(polar["text"]), np.array(polar["label"] == "positive", np.int8)


def _tweets_of(frame: pd.DataFrame) -> Tweets:
    import numpy as np

    from training.data.tweets import Faults, Tweets, hash_texts

    texts, y = _labelled(frame)
    return Tweets(np.arange(len(y)), texts, y, hash_texts(texts), Faults())
