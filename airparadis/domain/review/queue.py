"""Reviewing: which tweets to label first, what several opinions make, what is kept to test."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from airparadis.domain.review.near_duplicates import fold, words_of

NOVELTY_WEIGHT = 0.25
"""A tweet of nothing but new words is worth as much as one the model errs on once in four."""

VOTE_PRIOR = 1.0
"""How many votes the model's own probability counts for."""

RANDOM_EVERY = 10
"""One tweet in so many is drawn at random: what is ranked tells nothing of how often it errs."""

TEST_PERCENT = 20
"""Share of reviewed texts that are kept to test, never to train."""


class Decision(StrEnum):
    """What a reviewer says of a tweet."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """Why a tweet is in the queue."""

    SECOND_OPINION = "second_opinion"
    REPORTED = "reported"
    UNCERTAIN = "uncertain"
    NOVEL = "novel"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prediction that might be reviewed."""

    prediction_id: int
    text: str
    confidence: float
    """Probability of the label given, in [.5, 1]."""
    wrong_votes: int = 0
    right_votes: int = 0
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the queue, with the near-duplicates folded into it."""

    candidate: Candidate
    value: float
    reason: Reason
    duplicates: tuple[int, ...] = ()
    """The predictions of the near-duplicates."""


def error_chance(candidate: Candidate) -> float:
    """The chance that the model is wrong: its own estimate, moved by the votes (beta prior).

    Without votes this is uncertainty sampling (Lewis and Gale, "A Sequential Algorithm for Training
    Text Classifiers", 1994).
    """
    votes = candidate.wrong_votes + candidate.right_votes
    hits = candidate.wrong_votes + VOTE_PRIOR * (1 - candidate.confidence)
    return hits / (votes + VOTE_PRIOR)


def novelty(text: str, known_words: Set[str]) -> float:
    """The share of a text's distinct words that are not among the known ones; 0 without words."""
    words = set(words_of(text))
    return len(words - known_words) / len(words) if words else 0.0


def ranked(candidates: Iterable[Candidate], known_words: Set[str]) -> list[Item]:
    """What labelling would teach most comes first; `folded` makes a queue of it."""
    return sorted(
        (_item(each, known_words) for each in candidates),
        key=lambda item: (-item.value, item.candidate.prediction_id),
    )


def folded(items: Sequence[Item]) -> list[Item]:
    """Each item once, with what nearly repeats it."""
    firsts = fold([item.candidate.text for item in items])
    repeats: dict[int, list[int]] = {}
    for place, first in enumerate(firsts):
        others = repeats.setdefault(first, [])
        if place != first:
            others.append(items[place].candidate.prediction_id)
    return [
        Item(items[first].candidate, items[first].value, items[first].reason, tuple(others))
        for first, others in repeats.items()
    ]


def is_turn_of_chance(labelled: int) -> bool:
    """Whether the next tweet is drawn at random, after so many have been labelled."""
    return labelled % RANDOM_EVERY == RANDOM_EVERY - 1


def wants_second_opinion(text_key: str, share: float) -> bool:
    """Whether a text is of the share that two people label; the same for everybody."""
    return _bucket(text_key, "second opinion") < share * 10_000


def is_test_text(text_key: str) -> bool:
    """Whether a reviewed text belongs to the test that grows and never trains.

    Decided by the text alone, so that a text never moves between the two, nor its retweets.
    """
    return _bucket(text_key, "test") < TEST_PERCENT * 100


def consensus(decisions: Iterable[Decision]) -> Decision | None:
    """What most reviewers say; None where nobody does or the most frequent answers tie."""
    made = [each for each in decisions if each is not Decision.SKIPPED]
    if len(made) < 2:  # nearly always, and counting takes long for ten thousand texts
        return made[0] if made else None
    counts = Counter(made)
    first, second = [*counts.most_common(2), (None, 0), (None, 0)][:2]
    return first[0] if first[1] > second[1] else None


def _item(candidate: Candidate, known_words: Set[str]) -> Item:
    chance, new = error_chance(candidate), novelty(candidate.text, known_words)
    return Item(candidate, chance + NOVELTY_WEIGHT * new, _reason(candidate, chance, new))


def _reason(candidate: Candidate, chance: float, new: float) -> Reason:
    if candidate.wrong_votes:
        return Reason.REPORTED
    if candidate.is_uncertain or chance > NOVELTY_WEIGHT * new:
        return Reason.UNCERTAIN
    return Reason.NOVEL


@lru_cache(maxsize=1 << 15)  # asked of every reviewed text for each page of the queue
def _bucket(text_key: str, purpose: str) -> int:
    digest = hashlib.blake2b(f"{purpose}:{text_key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 10_000
