"""Ranking for review: which tweets to label first, consensus, the growing test set."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from airparadis.domain.review.near_duplicates import find_originals, words_of

NOVELTY_WEIGHT = 0.25
"""A tweet of only new words is worth as much as a 1 in 4 chance of an error."""

VOTE_PRIOR = 1.0
"""Number of votes that the model's own probability counts for."""

RANDOM_EVERY = 10
"""One tweet in so many is drawn at random: ranked tweets say nothing about the error rate."""

TEST_PERCENT = 20
"""Share of reviewed texts reserved for testing, never used to train."""


class Decision(StrEnum):
    """A reviewer's decision on a tweet."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """A reason why a tweet is in the queue."""

    ASSIGNED = "assigned"
    SECOND_OPINION = "second_opinion"
    REPORTED = "reported"
    UNCERTAIN = "uncertain"
    NOVEL = "novel"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prediction that could be reviewed."""

    prediction_id: int
    text: str
    confidence: float
    """Probability of the predicted class: negative, positive, or neutral from a model of three."""
    wrong_votes: int = 0
    right_votes: int = 0
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An entry of the queue, with its near-duplicates merged into it."""

    candidate: Candidate
    value: float
    reason: Reason
    duplicates: tuple[int, ...] = ()
    """The predictions of the near-duplicates."""


def error_chance(candidate: Candidate) -> float:
    """Estimate the probability that the model is wrong, by its own and the votes (beta prior).

    Without votes this is uncertainty sampling (Lewis and Gale, "A Sequential Algorithm for Training
    Text Classifiers", 1994).
    """
    votes = candidate.wrong_votes + candidate.right_votes
    hits = candidate.wrong_votes + VOTE_PRIOR * (1 - candidate.confidence)
    return hits / (votes + VOTE_PRIOR)


def novelty(text: str, known_words: Set[str]) -> float:
    """Return the share of a text's distinct words that are unknown; 0 without words."""
    words = set(words_of(text))
    return len(words - known_words) / len(words) if words else 0.0


def rank(candidates: Iterable[Candidate], known_words: Set[str]) -> list[QueueItem]:
    """Sort candidates by how much labelling them would teach, `merge_duplicates` next."""
    return sorted(
        (_item(candidate, known_words) for candidate in candidates),
        key=lambda item: (-item.value, item.candidate.prediction_id),
    )


def merge_duplicates(items: Sequence[QueueItem]) -> list[QueueItem]:
    """Merge near-duplicates into the first of them."""
    firsts = find_originals([item.candidate.text for item in items])
    repeats: dict[int, list[int]] = {}
    for index, first in enumerate(firsts):
        others = repeats.setdefault(first, [])
        if index != first:
            others.append(items[index].candidate.prediction_id)
    return [
        QueueItem(items[first].candidate, items[first].value, items[first].reason, tuple(others))
        for first, others in repeats.items()
    ]


def is_random_turn(labelled: int) -> bool:
    """Return whether the next tweet is drawn at random, after so many labels."""
    return labelled % RANDOM_EVERY == RANDOM_EVERY - 1


def wants_second_opinion(text_key: str, share: float) -> bool:
    """Return whether a text is in the share labelled by two people; the same for everybody."""
    return _bucket(text_key, "second opinion") < share * 10_000


def is_test_text(text_key: str) -> bool:
    """Return whether a reviewed text belongs to the growing test set, which is never trained on.

    The text alone decides, so neither it nor its retweets ever change sides.
    """
    return _bucket(text_key, "test") < TEST_PERCENT * 100


def consensus(decisions: Iterable[Decision]) -> Decision | None:
    """Return the majority decision; None without one or with a tie."""
    made = [decision for decision in decisions if decision is not Decision.SKIPPED]
    if len(made) < 2:  # the usual case, and counting is slow for ten thousand texts
        return made[0] if made else None
    counts = Counter(made)
    first, second = [*counts.most_common(2), (None, 0), (None, 0)][:2]
    return first[0] if first[1] > second[1] else None


def _item(candidate: Candidate, known_words: Set[str]) -> QueueItem:
    chance, new = error_chance(candidate), novelty(candidate.text, known_words)
    return QueueItem(candidate, chance + NOVELTY_WEIGHT * new, _reason(candidate, chance, new))


def _reason(candidate: Candidate, chance: float, new: float) -> Reason:
    if candidate.wrong_votes:
        return Reason.REPORTED
    if candidate.is_uncertain or chance > NOVELTY_WEIGHT * new:
        return Reason.UNCERTAIN
    return Reason.NOVEL


@lru_cache(maxsize=1 << 15)  # every page of the queue asks for all reviewed texts
def _bucket(text_key: str, purpose: str) -> int:
    digest = hashlib.blake2b(f"{purpose}:{text_key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 10_000
