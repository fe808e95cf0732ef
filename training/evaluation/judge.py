"""What a fitted family says of the rows it was not fitted on, and how right it is."""

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from airparadis.text.cleaning import Level, has_min_words
from training.data.airline import AirlineTweets
from training.data.cleaning import clean_all
from training.data.material import Material
from training.data.split import Part, seen_in_training
from training.evaluation.figures import Evaluation, evaluate
from training.evaluation.predictions import Scored
from training.families import Family

VALIDATION, TEST, AIRLINE_TEST = "validation", "test", "airline_test"


def score(family: Family, material: Material) -> dict[str, Scored]:
    """The family's probabilities on the validation, the test and the airline test rows."""
    parts = {VALIDATION: Part.VALIDATION, TEST: Part.TEST}
    scored = {name: _score_part(family, material, part) for name, part in parts.items()}
    if material.airline:
        scored[AIRLINE_TEST] = _score_airline(family, material.airline)
    return scored


def judge(
    family: Family, material: Material, scored: Mapping[str, Scored]
) -> dict[str, Evaluation]:
    """Figures on every set of `scored`, and on test rows that are of an interest of their own."""
    test = scored[TEST]
    evaluations = {name: evaluate(rows.probabilities, rows.y) for name, rows in scored.items()}
    for name, kept in _subsets(family, material).items():
        evaluations[name] = evaluate(test.probabilities[kept], test.y[kept])
    return evaluations


def report(evaluations: Mapping[str, Evaluation]) -> None:
    """Print every set's figures, and the classes and confusions of the whole test part."""
    for name, evaluation in evaluations.items():
        print(f"{name}: {json.dumps(dict(evaluation.figures))}")
    whole = evaluations[TEST]
    print(f"\ntest, by class:\n{whole.report}")
    print(f"test, confusion matrix (rows: true, columns: predicted):\n{whole.confusion}")


def _score_part(family: Family, material: Material, part: Part) -> Scored:
    texts, y = material.labelled(part)
    return Scored(material.tweets.rows[material.rows(part)], y, family.predict_proba(texts)[:, 1])


def _score_airline(family: Family, airline: AirlineTweets) -> Scored:
    texts, y = airline.polar(Part.TEST)
    return Scored(airline.ids[airline.polar_rows(Part.TEST)], y, family.predict_proba(texts)[:, 1])


def _subsets(family: Family, material: Material) -> dict[str, NDArray[np.bool_]]:
    rows = material.rows(Part.TEST)
    subsets = {"test_unseen_texts": ~seen_in_training(material.tweets, material.split)[rows]}
    if family.name == "tfidf":  # the published figures are on rows that pass its filter
        texts, _ = material.labelled(Part.TEST)
        cleaned = clean_all(texts, Level.SIMPLE, "filter")
        subsets["test_min_words"] = np.array(
            [has_min_words(text, Level.SIMPLE) for text in cleaned]
        )
    return subsets
