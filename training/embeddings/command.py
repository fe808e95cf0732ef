"""From a file of tweets to a file of word vectors that knows no validation or test row."""

from pathlib import Path

from training.data.split import Part, frozen_split
from training.data.tweets import read_tweets
from training.embeddings.settings import VectorSettings
from training.errors import TrainingError


def embed(data: Path, split_path: Path, variant: str, out: Path, settings: VectorSettings) -> None:
    """Learn vectors from the training rows of a split of `data` and write them to `out`.

    Raises `TrainingError` where gensim is missing, or the data or the split cannot be used.
    """
    try:
        from training.embeddings.fit import fit_vectors
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"embeddings needs {error.name}: pip install -r training/requirements-deep.txt"
        ) from error
    tweets = read_tweets(data)
    print(tweets.faults.summary(len(tweets.texts)))
    rows = frozen_split(tweets, split_path, variant).rows(Part.TRAIN)
    n_words = fit_vectors([tweets.texts[row] for row in rows], settings, out)
    print(f"wrote {n_words:,} vectors of {settings.dimensions} dimensions to {out}")
