"""The words that decided, marked within the tweet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from airparadis.db.tables import Prediction, Tweet
from airparadis.domain.predictions.excerpt import as_read
from airparadis.domain.predictions.label import Label
from airparadis.ml.contract import Explanation
from airparadis.ml.slot import ModelSlot
from airparadis.services.predictions.predict import explain
from airparadis.text.stopwords import STOP_WORDS

# Log-odds from which a word is marked faintly, clearly, strongly: alone, it moves a probability of
# .50 to .57, .65, .78. Lower thresholds would mark nearly every word and comma.
STRENGTHS = (0.3, 0.6, 1.25)

NOTICEABLE_SHARE = 0.25
"""Share of all weight from which punctuation, numbers and function words are marked, too: below
it, a reader learns nothing from them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a tweet; `strength` runs from 0, unmarked, to 3."""

    text: str
    weight: float = 0.0
    strength: int = 0

    @property
    def label(self) -> Label:
        """The label that the segment speaks for."""
        return Label.POSITIVE if self.weight > 0 else Label.NEGATIVE

    @property
    def magnitude(self) -> float:
        """The absolute weight."""
        return abs(self.weight)


def segments(text: str, explanation: Explanation | None) -> list[Segment]:
    """Cut a tweet at the words that decided; the joined segments are the tweet as it is read."""
    return list(_cut(text, explanation))


def segments_by_id(
    model: ModelSlot, predictions: Iterable[Prediction | Tweet]
) -> dict[int, list[Segment] | None]:
    """Cut several tweets at the words that decided, by the id of the prediction.

    None for a tweet that another model version scored, and for all of them while no model is
    loaded: the words of the present model are not those that decided then.
    """
    classifier = None if model.fault else model.classifier
    found: dict[int, list[Segment] | None] = {}
    for prediction in predictions:
        text = prediction.text
        explanation = explain(classifier, prediction) if classifier and text else None
        found[prediction.id] = segments(text, explanation) if text and explanation else None
    return found


def _cut(text: str, explanation: Explanation | None) -> Iterator[Segment]:
    at = 0
    contributions = explanation.contributions if explanation else ()
    noticeable = NOTICEABLE_SHARE * sum(abs(part.weight) for part in contributions)
    for part in sorted(contributions, key=lambda p: p.start):
        if part.start > at:
            yield Segment(as_read(text[at : part.start]))
        strength = sum(abs(part.weight) >= threshold for threshold in STRENGTHS)
        if abs(part.weight) < noticeable and not _is_word(text[part.start : part.end]):
            strength = 0
        yield Segment(as_read(text[part.start : part.end]), part.weight, strength)
        at = part.end
    if at < len(text):
        yield Segment(as_read(text[at:]))


def _is_word(token: str) -> bool:
    """Return whether a token has letters and carries meaning by itself."""
    return any(map(str.isalpha, token)) and token.lower() not in STOP_WORDS
