"""Word vectors learnt in-domain with gensim, written as text in word2vec's format."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from gensim.models import FastText, Word2Vec
from tqdm import tqdm

from training.embeddings.settings import Method, VectorSettings
from training.embeddings.words import tokenise

SEED = 42
WINDOW = 5
NEGATIVE_SAMPLES = 5


def fit_vectors(texts: Sequence[str], settings: VectorSettings, out: Path) -> int:
    """Learn vectors of the words of raw tweets, write them to `out`, give their number.

    gzip when `out` ends in .gz.
    """
    bar = tqdm(texts, desc="read words", unit=" tweets", mininterval=1)
    sentences = [[sys.intern(word) for word in tokenise(text)] for text in bar]
    models = {Method.WORD2VEC: Word2Vec, Method.FASTTEXT: FastText}
    model = models[settings.method](
        sg=1,
        vector_size=settings.dimensions,
        window=WINDOW,
        negative=NEGATIVE_SAMPLES,
        min_count=settings.min_count,
        workers=settings.workers,
        seed=SEED,
    )
    model.build_vocab(sentences)
    model.train(
        _Epochs(sentences, settings.epochs),
        total_examples=len(sentences),
        epochs=settings.epochs,
    )
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
