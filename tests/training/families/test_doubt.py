"""Labels that contradict what all other tweets teach are left out."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.domain_adaptation import DomainScorer
from training.families.light.domain import domain_scores, fit_domain
from training.families.light.doubt import MIN_TWEETS, believable
from training.families.light.settings import REVIEWED, DomainSettings

WORDS = [["thanks", f"n{n}"] if n % 2 else ["delayed", f"n{n}"] for n in range(2 * MIN_TWEETS)]
Y = np.array([n % 2 for n in range(2 * MIN_TWEETS)], np.int8)
GENERAL = np.zeros(len(Y))
WRONG = [7, 40, 111]


def with_wrong_ones() -> NDArray[np.int8]:
    said = Y.copy()
    said[WRONG] = 1 - said[WRONG]
    return said


def test_wrong_labels_are_doubted_and_no_others() -> None:
    kept = believable(GENERAL, WORDS, with_wrong_ones(), REVIEWED)
    assert np.flatnonzero(~kept).tolist() == WRONG


def test_few_tweets_are_all_believed_and_so_is_everything_unless_asked_to_doubt() -> None:
    few = slice(0, MIN_TWEETS - 1)
    said = with_wrong_ones()
    assert believable(GENERAL[few], WORDS[few], said[few], REVIEWED).all()
    assert believable(GENERAL, WORDS, said, DomainSettings()).all()


def test_scores_in_bulk_are_those_that_serve() -> None:
    weights = replace(fit_domain(GENERAL, WORDS, Y, REVIEWED), slope=0.5)
    general = np.array([1.0, -2.0])
    tweets = [["thanks", "delayed"], ["unheard", "of"]]
    served = DomainScorer(weights)
    one_by_one = [
        served.score(score, tweet) for score, tweet in zip(general.tolist(), tweets, strict=True)
    ]
    np.testing.assert_allclose(domain_scores(weights, general, tweets), one_by_one)
