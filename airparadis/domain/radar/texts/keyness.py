"""Key terms of a burst: words, hashtags and word pairs unusual at other times.

The log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn, "Fightin'
Words" (Political Analysis 16, 2008): the prior keeps rare words from winning by chance and common
ones by frequency.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Final

from airparadis.domain.radar.texts.complaint_topics import complaint_of
from airparadis.domain.radar.texts.folding import clauses
from airparadis.domain.radar.texts.function_words import FUNCTION_WORDS

PRIOR_TEXTS: Final = 50.0
"""Weight of the prior, in texts."""

MIN_PRIOR: Final = 1.0
"""The least that the prior adds to a term's count: less, and the variance of a word that was never
seen before a burst, its surest sign, would be so large that any common word came before it."""

COMPLAINT_WEIGHT: Final = 1.5
PHRASE_WEIGHT: Final = 1.25
"""Factors on z by which terms are ranked: a word of complaint, and two words together, say more of
what happened than another word that is as unusual."""

MIN_TEXTS: Final = 2
_MIN_LENGTH = 3
_OVERLAP = 0.7
"""Share of a term's texts that also have a longer or likelier term, which makes it redundant."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term characteristic of a burst."""

    term: str
    texts: int
    z: float
    """Log-odds ratio in standard errors."""


def terms_of(text: str) -> frozenset[str]:
    """Return content words, hashtags and pairs of neighbouring words of a clause."""
    found = set[str]()
    for clause in clauses(text):
        words = [token for token in clause if not token.startswith("@")]
        found.update(filter(_is_word, words))
        found.update(f"{a} {b}" for a, b in pairwise(words) if _is_word(a) and _is_word(b))
    return frozenset(found)


def key_terms(
    burst: Sequence[str],
    usual: Iterable[str],
    *,
    ignored: Iterable[str] = (),
    limit: int = 12,
) -> list[KeyTerm]:
    """Return the terms that set a burst's texts apart from the usual ones, strongest first.

    Args:
        burst: distinct texts, so that copies do not count twice.
        usual: texts of other times, and of the background.
        ignored: texts whose words are no news, such as the stream's own terms.
        limit: the most terms to return.
    """
    sets = [terms_of(text) for text in burst]
    inside = Counter(term for terms in sets for term in terms)
    outside = Counter(term for text in usual for term in terms_of(text))
    own = {term for text in ignored for term in terms_of(text)}
    scored = sorted(
        (
            KeyTerm(term, count, z)
            for term, count in inside.items()
            if count >= MIN_TEXTS and not _is_own(term, own)
            if (z := log_odds_z(count, outside[term], inside.total(), outside.total())) > 0
        ),
        key=lambda term: (-_weight(term), term.term),
    )
    return _without_redundant(scored, sets, limit)


def _weight(key: KeyTerm) -> float:
    phrase = PHRASE_WEIGHT if " " in key.term else 1.0
    return key.z * phrase * (COMPLAINT_WEIGHT if complaint_of(key.term) else 1.0)


def log_odds_z(inside: int, outside: int, all_inside: int, all_outside: int) -> float:
    """Compute equations 15, 16, 20 and 22 of Monroe et al., both corpora together as the prior.

    0 for the only term there is: it sets nothing apart.
    """
    everything = all_inside + all_outside
    if inside + outside == everything:
        return 0.0
    share = (inside + outside) / everything
    weight = max(PRIOR_TEXTS, MIN_PRIOR / share)
    a, b = inside + weight * share, outside + weight * share
    rest_a = all_inside + weight - a
    rest_b = all_outside + weight - b
    return (log(a / rest_a) - log(b / rest_b)) / sqrt(1 / a + 1 / b)


def _is_word(token: str) -> bool:
    """Return whether a token may name something: no function word, number or code like AZ304."""
    if token in FUNCTION_WORDS or len(token) < _MIN_LENGTH:
        return False
    return token.startswith("#") or not any(map(str.isdecimal, token))


def _is_own(term: str, own: set[str]) -> bool:
    return term in own or all(part.lstrip("#") in own for part in term.split())


def _without_redundant(
    ranked: Sequence[KeyTerm], sets: Sequence[frozenset[str]], limit: int
) -> list[KeyTerm]:
    """Drop "flight" beside "flight missing" where the two occur together."""
    best = ranked[: 5 * limit]
    texts_with: Mapping[str, set[int]] = {
        key.term: {number for number, terms in enumerate(sets) if key.term in terms} for key in best
    }
    chosen: list[KeyTerm] = []
    for key in best:
        texts = texts_with[key.term]
        if not any(
            _shares_word(key.term, other.term)
            and len(texts & texts_with[other.term]) >= _OVERLAP * len(texts)
            for other in chosen
        ):
            chosen.append(key)
    return chosen[:limit]


def _shares_word(one: str, other: str) -> bool:
    return not {word.lstrip("#") for word in one.split()}.isdisjoint(
        word.lstrip("#") for word in other.split()
    )
