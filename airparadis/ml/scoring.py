"""Scores of tweets, the same for pages, API, files and clusters."""

from collections.abc import Sequence
from typing import NamedTuple

from airparadis.domain.predictions.label import Label, Sentiment, is_neutral, leaning
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.ml.contract import Classifier, KnowsNeutral
from airparadis.text.cleaning import has_content
from airparadis.text.language import Language, detect_language


class Probabilities(NamedTuple):
    """Probabilities of a tweet.

    `positive` and 1 - `positive` say which way it leans; `neutral` is the probability that it
    expresses no opinion, None from a two-class model.
    """

    positive: float
    neutral: float | None

    @property
    def negative_opinion(self) -> float:
        """The probability that the tweet expresses an opinion and that it is negative."""
        return (1 - self.positive) * (1 - (self.neutral or 0.0))

    @property
    def sentiment(self) -> Sentiment:
        """The opinion that is likelier than not; neutral if neither is."""
        if self.negative_opinion > 0.5:
            return Sentiment.NEGATIVE
        positive_opinion = self.positive * (1 - (self.neutral or 0.0))
        return Sentiment.POSITIVE if positive_opinion >= 0.5 else Sentiment.NEUTRAL


class Score(NamedTuple):
    """A score. A tweet that cannot be scored has a reason instead of a label.

    `label` is the way the tweet leans, `neutral` whether it more likely expresses no opinion. Two
    classes are all that some models know: then `neutral` and its probability are None. `language`
    is None for a tweet without words or in a language that no model reads.
    """

    label: Label | None
    reason: Unscorable | None
    probability_positive: float | None
    uncertain: bool
    neutral_probability: float | None = None
    neutral: bool | None = None
    language: Language | None = None


def score(classifier: Classifier, texts: Sequence[str]) -> list[Score]:
    """Score tweets in order, each as if alone."""
    readable = classifier.manifest.languages
    languages = [detect_language(text) if has_content(text) else None for text in texts]
    reasons = [
        _reason_not_to_score(text, language, readable)
        for text, language in zip(texts, languages, strict=True)
    ]
    scorable = [text for text, reason in zip(texts, reasons, strict=True) if reason is None]
    spoken = [item for item, reason in zip(languages, reasons, strict=True) if reason is None]
    probabilities = iter(probabilities_of(classifier, scorable, spoken))
    limit = classifier.manifest.uncertain_below
    return [
        unscored(reason, language) if reason else scored(next(probabilities), limit, language)
        for reason, language in zip(reasons, languages, strict=True)
    ]


def probabilities_of(
    classifier: Classifier,
    texts: Sequence[str],
    languages: Sequence[Language | None] | None = None,
) -> list[Probabilities]:
    """Return the probabilities of tweets that the model can read, in order.

    `languages` are those of the tweets, to be detected if None.
    """
    if not texts:
        return []
    if not isinstance(classifier, KnowsNeutral):
        return [Probabilities(p, None) for p in classifier.predict_proba(texts)[:, 1].tolist()]
    return [
        Probabilities(positive / ((negative + positive) or 1.0), neutral)
        for negative, neutral, positive in classifier.predict_classes(texts, languages).tolist()
    ]


def scored(
    probabilities: Probabilities, uncertain_below: float, language: Language | None = None
) -> Score:
    """Build the score for probabilities."""
    positive, neutral = probabilities
    return Score(
        leaning(positive),
        None,
        positive,
        max(positive, 1 - positive) < uncertain_below,
        neutral,
        is_neutral(neutral),
        language,
    )


def unscored(reason: Unscorable, language: Language | None = None) -> Score:
    """Build the score of a tweet that cannot be scored."""
    return Score(None, reason, None, uncertain=False, language=language)


def _reason_not_to_score(
    text: str, language: Language | None, readable: frozenset[Language]
) -> Unscorable | None:
    if language in readable:
        return None
    return Unscorable.LANGUAGE if has_content(text) else Unscorable.EMPTY
