"""Word vectors learnt in-domain with gensim, written as text in word2vec's format."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tqdm import tqdm

from training.embeddings.words import tokenise
from training.errors import needs_deep_layer

SEED = 42
WINDOW = 5
NEGATIVE_SAMPLES = 5


class Method(StrEnum):
    """word2vec (Mikolov et al., 2013) or fastText (Bojanowski et al., 2017), both skip-gram."""

    WORD2VEC = "word2vec"
    FASTTEXT = "fasttext"


@dataclass(frozen=True)
class VectorSettings:
    """Options of the fit. With more than one worker two runs differ a little, even with a seed."""

    method: Method = Method.WORD2VEC
    dimensions: int = 128
    epochs: int = 3
    min_count: int = 3
    workers: int = 2


class VectorLearner:
    """Learns vectors of words; raises `TrainingError` where gensim is missing."""

    def __init__(self, settings: VectorSettings) -> None:
        with needs_deep_layer("embeddings"):
            from gensim.models import FastText, Word2Vec
        models = {Method.WORD2VEC: Word2Vec, Method.FASTTEXT: FastText}
        self._epochs = settings.epochs
        self._model = models[settings.method](
            sg=1,
            vector_size=settings.dimensions,
            window=WINDOW,
            negative=NEGATIVE_SAMPLES,
            min_count=settings.min_count,
            workers=settings.workers,
            seed=SEED,
        )

    def fit(self, texts: Sequence[str], out: Path) -> int:
        """Learn from raw tweets, write the vectors (gzipped for .gz), return their number."""
        bar = tqdm(texts, desc="read words", unit=" tweets", mininterval=1)
        sentences = [[sys.intern(word) for word in tokenise(text)] for text in bar]
        model = self._model
        model.build_vocab(sentences)
        epochs = _Epochs(sentences, self._epochs)
        model.train(epochs, total_examples=len(sentences), epochs=self._epochs)
        out.parent.mkdir(parents=True, exist_ok=True)
        model.wv.save_word2vec_format(str(out), binary=False)
        return len(model.wv)


class _Epochs:
    """Sentences to be read once per epoch, with a progress bar each time."""

    def __init__(self, sentences: list[list[str]], epochs: int) -> None:
        self._sentences = sentences
        self._epochs = epochs
        self._epoch = 0

    def __iter__(self) -> Iterator[list[str]]:
        self._epoch += 1
        desc = f"epoch {self._epoch}/{self._epochs}"
        return iter(tqdm(self._sentences, desc=desc, unit=" tweets", mininterval=1))
