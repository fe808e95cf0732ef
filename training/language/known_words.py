"""Evidence of whole words: frequent ones that their letters put into the wrong language.

`génial` has the n-grams of English words, `avoid` those of French ones. In a tweet of one or two
words nothing outweighs them, so a frequent word gets a weight of its own where the sum of its
n-grams contradicts how often it is written in the two languages.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from airparadis.text.language_evidence import WHOLE_LENGTHS, Evidence, grams
from training.language.corpus import WordList, without_accents

MIN_SHARE = 2e-6
"""Minimum share of all words of a language."""
FRENCH_RATIO, ENGLISH_RATIO = 3.0, -1.5
"""Log-ratios of a word's shares, French to English, from and up to which it belongs to one."""
SHARED_RATIO = 0.5
"""Log-ratio up to which a word of both languages is left to the English part, which knows it."""
FRENCH_ENOUGH, SHARED, ENGLISH = 160, 60, -20
"""Evidence that such words shall have, in hundredths of a nat for French."""
BARE_SHARE = 0.35
"""Share of accented words that people write without accents."""
_SMOOTHING = 1e-8


def with_known_words(
    evidence: Mapping[str, Evidence], english: WordList, french: WordList
) -> Mapping[str, Evidence]:
    """Return evidence of n-grams completed by that of whole words."""
    completed = dict(evidence)
    for word, missing in _missing(evidence, english, french):
        weight, other = evidence.get(f"<{word}>", Evidence(0, 0))
        completed[f"<{word}>"] = Evidence(weight + missing, other)
    return completed


def _missing(
    evidence: Mapping[str, Evidence], english: WordList, french: WordList
) -> Iterator[tuple[str, int]]:
    """Yield words with the hundredths of a nat for French that they lack."""
    english_shares, french_shares = _shares(english), _with_bare(_shares(french))
    for word in english_shares | french_shares:
        shares = french_shares[word], english_shares[word]
        if max(shares) < MIN_SHARE or len(word) + 2 not in WHOLE_LENGTHS:
            continue
        parts = (evidence.get(gram) for gram in grams(word))
        french_sum = sum(part.french for part in parts if part is not None)
        wanted = _wanted(math.log((shares[0] + _SMOOTHING) / (shares[1] + _SMOOTHING)), french_sum)
        if wanted != french_sum:
            yield word, wanted - french_sum


def _wanted(ratio: float, french: int) -> int:
    if ratio > FRENCH_RATIO:
        return max(french, FRENCH_ENOUGH)
    if ratio < ENGLISH_RATIO:
        return ENGLISH if french > 0 else french
    return min(french, SHARED) if ratio < SHARED_RATIO else french


def _shares(words: WordList) -> defaultdict[str, float]:
    return defaultdict(float, zip(words.words.tolist(), words.shares.tolist(), strict=True))


def _with_bare(shares: defaultdict[str, float]) -> defaultdict[str, float]:
    found = shares.copy()
    for word, share in shares.items():
        bare = without_accents(word)
        if bare != word:
            found[bare] += share * BARE_SHARE
    return found
