"""What a burst says that is not said otherwise: words, hashtags and pairs of words.

The log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn, "Fightin'
Words" (Political Analysis 16, 2008): the prior keeps rare words from winning by chance and common
ones from winning by habit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Final

from airparadis.domain.radar.folding import tokens
from airparadis.text.stopwords import STOP_WORDS

PRIOR_TEXTS: Final = 50.0
"""Texts that the prior weighs."""

MIN_TEXTS: Final = 2
_MIN_LENGTH = 3
_OVERLAP = 0.7
"""Of the texts with a term, the share with a longer or likelier one that makes it redundant."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term that a burst is about."""

    term: str
    texts: int
    z: float
    """Log-odds ratio in standard errors."""


def terms_of(text: str) -> frozenset[str]:
    """Words that mean something, hashtags, and pairs of neighbouring words."""
    words = [each for each in tokens(text) if not each.startswith("@")]
    pairs = (f"{a} {b}" for a, b in pairwise(words) if _is_word(a) and _is_word(b))
    return frozenset([*filter(_is_word, words), *pairs])


def key_terms(
    burst: Sequence[str],
    usual: Iterable[str],
    *,
    ignored: Iterable[str] = (),
    limit: int = 12,
) -> list[KeyTerm]:
    """The terms that set a burst's texts apart from what is usual, strongest first.

    Args:
        burst: different texts; copies would only count twice.
        usual: texts of other times, and of the background.
        ignored: texts whose words say nothing new, such as the stream's own terms.
        limit: the most terms to return.
    """
    sets = [terms_of(text) for text in burst]
    inside = Counter(term for each in sets for term in each)
    outside = Counter(term for text in usual for term in terms_of(text))
    own = {term for text in ignored for term in terms_of(text)}
    scored = sorted(
        (
            KeyTerm(term, count, z)
            for term, count in inside.items()
            if count >= MIN_TEXTS and not _is_own(term, own)
            if (z := log_odds_z(count, outside[term], inside.total(), outside.total())) > 0
        ),
        key=lambda each: (-each.z, each.term),
    )
    return _without_echoes(scored, sets, limit)


def log_odds_z(inside: int, outside: int, all_inside: int, all_outside: int) -> float:
    """Monroe et al., equations 15, 16, 20 and 22, with both corpora together as the prior."""
    everything = all_inside + all_outside
    prior = PRIOR_TEXTS * (inside + outside) / everything
    a, b = inside + prior, outside + prior
    rest_a = all_inside + PRIOR_TEXTS - a
    rest_b = all_outside + PRIOR_TEXTS - b
    return (log(a / rest_a) - log(b / rest_b)) / sqrt(1 / a + 1 / b)


def _is_word(token: str) -> bool:
    return len(token) >= _MIN_LENGTH and token not in STOP_WORDS and not token.isdecimal()


def _is_own(term: str, own: set[str]) -> bool:
    return term in own or all(part.lstrip("#") in own for part in term.split())


def _without_echoes(
    ranked: Sequence[KeyTerm], sets: Sequence[frozenset[str]], limit: int
) -> list[KeyTerm]:
    """ "flight" says nothing beside "flight missing" where the two come together."""
    where: Mapping[str, set[int]] = {
        each.term: {place for place, terms in enumerate(sets) if each.term in terms}
        for each in ranked[: 5 * limit]
    }
    kept: list[KeyTerm] = []
    for each in ranked[: 5 * limit]:
        mine = where[each.term]
        if not any(
            _shares_word(each.term, other.term)
            and len(mine & where[other.term]) >= _OVERLAP * len(mine)
            for other in kept
        ):
            kept.append(each)
    return kept[:limit]


def _shares_word(one: str, other: str) -> bool:
    return not {word.lstrip("#") for word in one.split()}.isdisjoint(
        word.lstrip("#") for word in other.split()
    )
