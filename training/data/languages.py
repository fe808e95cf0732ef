"""The languages of a model of one's own: those of the tweets that it learnt."""

from collections import Counter
from collections.abc import Sequence

from airparadis.ml.artifact import LANGUAGES_SEPARATOR
from airparadis.text.language import Language, detect_language

SAMPLE = 2_000
MIN_SHARE = 0.1
"""Share of a sample; a less frequent language was not learnt."""

CHOICES = (*map(str, Language), LANGUAGES_SEPARATOR.join(Language))


def guess_languages(texts: Sequence[str]) -> str:
    """Name the languages of raw tweets as a manifest does; English if none is read."""
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    counts = Counter(map(detect_language, sample))
    least = max(1, MIN_SHARE * len(sample))
    found = [name for name in Language if counts[name] >= least]
    return LANGUAGES_SEPARATOR.join(found) or Language.ENGLISH
