"""The words that decided, marked in the tweet itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from airparadis.domain.predictions.label import Label
from airparadis.ml.contract import Explanation

# Log-odds from which a word is marked faintly, clearly, strongly: it alone moves a probability
# of .50 to .57, .65, .78. With less, tweets would be marked all over, commas included.
STRENGTHS = (0.3, 0.6, 1.25)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the tweet. `strength` 0 is unmarked, 3 the strongest."""

    text: str
    weight: float = 0.0
    strength: int = 0

    @property
    def label(self) -> Label:
        """The side the stretch speaks for."""
        return Label.POSITIVE if self.weight > 0 else Label.NEGATIVE

    @property
    def magnitude(self) -> float:
        """How much it says, whichever way."""
        return abs(self.weight)


def segments(text: str, explanation: Explanation | None) -> list[Segment]:
    """Cut a tweet at the words that decided; joined again, the parts are the tweet."""
    return list(_cut(text, explanation))


def _cut(text: str, explanation: Explanation | None) -> Iterator[Segment]:
    at = 0
    for part in sorted(explanation.contributions if explanation else (), key=lambda p: p.start):
        if part.start > at:
            yield Segment(text[at : part.start])
        strength = sum(abs(part.weight) >= threshold for threshold in STRENGTHS)
        yield Segment(text[part.start : part.end], part.weight, strength)
        at = part.end
    if at < len(text):
        yield Segment(text[at:])
