"""Unigram pieces, as SentencePiece segments words (Kudo, "Subword Regularization", ACL 2018).

Of all segmentations of a word the one with the highest sum of log-probabilities is chosen
(Viterbi). No piece crosses a space, so results are cached by word.
"""

from collections.abc import Sequence

from airparadis.lib.memo import memoize

SPACE = "\u2581"
"""The space before a word, inside its first piece."""

UNKNOWN, FIRST, LAST = 0, 1, 2
"""Ids of the unknown piece and of the marks around a text."""

_WORSE_THAN_ANY = 10.0
_IMPOSSIBLE = -1e38


class UnigramPieces:
    """A tokeniser; thread-safe.

    `pieces` and their log-probabilities `scores` are of one length; the first three are `UNKNOWN`,
    `FIRST` and `LAST`.
    """

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], max_pieces: int) -> None:
        known = pieces[LAST + 1 :]
        self._id_of = {piece: piece_id for piece_id, piece in enumerate(known, LAST + 1)}
        self._scores = list(scores)
        self._unknown_score = min(scores) - _WORSE_THAN_ANY
        self._max_length = max(map(len, known))
        self._max_inner = max_pieces - 2
        self._pieces_of_word = memoize(self._segment)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's pieces between `FIRST` and `LAST`, at most `max_pieces`."""
        inner = [piece for word in text.split() for piece in self._pieces_of_word(word)]
        return [FIRST, *inner[: self._max_inner], LAST]

    def _segment(self, word: str) -> tuple[int, ...]:
        marked = SPACE + word
        best = [0.0] + [_IMPOSSIBLE] * len(marked)
        came_from = [(0, UNKNOWN)] * (len(marked) + 1)
        for start in range(len(marked)):
            for end, piece_id, score in self._pieces_at(marked, start):
                if best[start] + score > best[end]:
                    best[end] = best[start] + score
                    came_from[end] = start, piece_id
        return _trace(came_from)

    def _pieces_at(self, word: str, start: int) -> list[tuple[int, int, float]]:
        """Return the ends, ids and scores of the pieces that begin at `start`."""
        found = []
        for end in range(start + 1, min(start + self._max_length, len(word)) + 1):
            piece_id = self._id_of.get(word[start:end])
            if piece_id is not None:
                found.append((end, piece_id, self._scores[piece_id]))
        if not found or found[0][0] > start + 1:
            found.append((start + 1, UNKNOWN, self._unknown_score))
        return found


def _trace(came_from: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    pieces, end = [], len(came_from) - 1
    while end > 0:
        end, piece_id = came_from[end]
        pieces.append(piece_id)
    return tuple(reversed(pieces))
