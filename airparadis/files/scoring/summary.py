"""The summary of a result: classes, agreement with a column of labels, and the first rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.predictions.tweet import parse_tweet
from airparadis.files.cells import printable, shown
from airparadis.files.scoring.result import Columns
from airparadis.files.table import Block, Layout

FIRST_ROWS: Final = 10
MAX_TEXT: Final = 280
MIN_KNOWN: Final = 0.5
"""Share of the filled cells that name a class, from which a column is one of labels."""

LABEL_COLUMNS: Final = {
    *("label", "sentiment", "airline_sentiment", "class", "classe", "etiquette", "étiquette"),
}
NAMES: Final[Mapping[str, Sentiment]] = {
    **dict.fromkeys(("negative", "neg", "négatif", "negatif"), Sentiment.NEGATIVE),
    **dict.fromkeys(("neutral", "neutre"), Sentiment.NEUTRAL),
    **dict.fromkeys(("positive", "pos", "positif"), Sentiment.POSITIVE),
}


@dataclass(slots=True)
class Summary:
    """Collects what is shown of a result, block by block."""

    layout: Layout
    sentiments: Counter[str] = field(default_factory=Counter)
    first: list[dict[str, Any]] = field(default_factory=list)
    filled: int = 0
    pairs: Counter[tuple[Sentiment, Sentiment]] = field(default_factory=Counter)
    """Rows by their own label and the model's class."""

    @property
    def label_column(self) -> int | None:
        """The place of the first column that is called like one of labels."""
        names = enumerate(name.casefold().strip() for name in self.layout.columns)
        return next((place for place, name in names if name in LABEL_COLUMNS), None)

    def add(self, block: Block, columns: Columns) -> None:
        """Take in a block with what was found for it."""
        classes = [_class(*pair) for pair in zip(columns.label, columns.neutral, strict=True)]
        self.sentiments.update(found.value for found in classes if found)
        self._add_first(block, columns, classes)
        place = self.label_column
        if place is None or place == self.layout.text_column:
            return
        for cell, found in zip(block.column(place), classes, strict=True):
            written = str(cell).strip().casefold() if cell is not None else ""
            self.filled += bool(written)
            if written in NAMES and found:
                self.pairs[NAMES[written], found] += 1

    def agreement(self) -> dict[str, Any] | None:
        """Return how many labelled rows the model got right; None without a column of labels.

        Where no row is labelled neutral, tweets that the model calls neutral are left out.
        """
        place = self.label_column
        if place is None or self.pairs.total() < MIN_KNOWN * max(self.filled, 1):
            return None
        has_neutral = any(label is Sentiment.NEUTRAL for label, _ in self.pairs)
        judged = {
            pair: count
            for pair, count in self.pairs.items()
            if has_neutral or pair[1] is not Sentiment.NEUTRAL
        }
        right = sum(count for (label, found), count in judged.items() if label is found)
        column = self.layout.columns[place]
        return {"column": column, "rows": sum(judged.values()), "right": right}

    def _add_first(
        self, block: Block, columns: Columns, classes: Sequence[Sentiment | None]
    ) -> None:
        texts = block.texts(self.layout.text_column)
        for place in range(min(FIRST_ROWS - len(self.first), len(texts))):
            text, found = texts[place] or "", classes[place]
            positive = columns.probability_positive[place]
            neutral = columns.neutral_probability[place]
            self.first.append(
                {
                    "text": printable(shown(text[:MAX_TEXT])),
                    "sentiment": found,
                    "probability": _probability(found, positive, neutral),
                    "uncertain": columns.uncertain[place],
                    "reason": columns.reason[place],
                    "tweet": None if positive is None else parse_tweet(text),
                    "positive": positive,
                    "neutral": neutral,
                    "language": columns.language[place],
                }
            )


def _class(label: str | None, is_neutral: bool | None) -> Sentiment | None:
    if label is None:
        return None
    return Sentiment.NEUTRAL if is_neutral else Sentiment(label)


def _probability(
    found: Sentiment | None, positive: float | None, neutral: float | None
) -> float | None:
    if found is None or positive is None:
        return None
    return neutral if found is Sentiment.NEUTRAL else max(positive, 1 - positive)
