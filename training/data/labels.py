"""Labels of tweets as files write them: names, numbers or floats, in several languages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from typing import Any

from airparadis.files.cells import text_of
from training.errors import TrainingError


class Sentiment(IntEnum):
    """The sentiment of a labelled tweet."""

    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1


Labels = Mapping[str, Sentiment]
"""Sentiment of each label in a file; keys as `label_key` writes them."""

_NAMES: Labels = {
    **dict.fromkeys(("negative", "neg", "négatif", "negatif", "négative"), Sentiment.NEGATIVE),
    **dict.fromkeys(("neutral", "neu", "neutre"), Sentiment.NEUTRAL),
    **dict.fromkeys(("positive", "pos", "positif"), Sentiment.POSITIVE),
}
SCHEMES: Sequence[Labels] = (
    {"0": Sentiment.NEGATIVE, "2": Sentiment.NEUTRAL, "4": Sentiment.POSITIVE},  # Sentiment140
    {"0": Sentiment.NEGATIVE, "1": Sentiment.POSITIVE},
    {"-1": Sentiment.NEGATIVE, "0": Sentiment.NEUTRAL, "1": Sentiment.POSITIVE},
    _NAMES,
)
"""Usual meanings. Labels 0, 1 and 2 have two: the user says which."""

ENOUGH = 0.9
"""Share of the rows that a scheme must explain: some labels of a file may be damaged."""

MAX_SHOWN = 6


def parse_labels(text: str) -> Labels:
    """Read what `--labels` says: `negative=0,neutral=2,positive=4`; a class may be named twice.

    Raises:
        ValueError: it names no class, or another than the three.
    """
    labels: dict[str, Sentiment] = {}
    for pair in text.split(","):
        name, _, value = pair.partition("=")
        if name.strip().upper() not in Sentiment.__members__ or not value.strip():
            raise ValueError("write it as negative=0,neutral=2,positive=4")
        labels[label_key(value)] = Sentiment[name.strip().upper()]
    return labels


def label_key(cell: Any) -> str:
    """Write a label for comparison: without case and blanks, and 4.0 as 4."""
    text = (text_of(cell) or "").strip().casefold()
    try:
        return format(float(text), "g")
    except ValueError:
        return text


def guess_labels(cells: Counter[str]) -> Labels:
    """Choose the scheme that explains the labels of a file, counted by `label_key`.

    Raises:
        TrainingError: there are none, or none explains enough of them.
    """
    if not cells:
        raise TrainingError("it has no rows")
    known = {scheme_at: _explained(scheme, cells) for scheme_at, scheme in enumerate(SCHEMES)}
    best = max(known, key=lambda scheme_at: known[scheme_at])
    if known[best] < ENOUGH * cells.total() or not known[best]:
        found = ", ".join(repr(cell[:20]) for cell, _ in cells.most_common(MAX_SHOWN))
        raise TrainingError(
            f"its labels are {found}: give their meaning with --labels negative=0,positive=1"
        )
    return SCHEMES[best]


def labels_in(cells: Collection[str]) -> Labels:
    """Return the scheme that explains most of some labels, written by `label_key`.

    Unlike `guess_labels` it takes a file of other labels, too, such as "can't tell".
    """
    return max(SCHEMES, key=lambda scheme: sum(cell in scheme for cell in cells))


def is_label(cell: Any) -> bool:
    """Detect a cell that some scheme explains."""
    return any(label_key(cell) in scheme for scheme in SCHEMES)


def _explained(scheme: Labels, cells: Counter[str]) -> int:
    return sum(count for cell, count in cells.items() if cell in scheme)
