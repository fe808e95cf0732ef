"""Predictions of a fitted model on rows it was not fitted on, and its figures there."""

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from airparadis.text.cleaning import Level, has_min_words
from training.data.cleaning import clean_all
from training.data.material import Material
from training.data.split import Part, seen_in_training
from training.evaluation.figures import Evaluation, evaluate
from training.evaluation.predictions import Scored
from training.families import Family

VALIDATION, TEST = "validation", "test"
AIRLINE_VALIDATION, AIRLINE_TEST = "airline_validation", "airline_test"
SETS = {Part.VALIDATION: (VALIDATION, AIRLINE_VALIDATION), Part.TEST: (TEST, AIRLINE_TEST)}
"""Names of the rows of a part, and of its airline tweets."""


def score(family: Family, material: Material, *, final: bool) -> dict[str, Scored]:
    """Score the validation rows and, if `final`, the test rows; airline tweets likewise."""
    scored = {}
    for part in (Part.VALIDATION, Part.TEST) if final else (Part.VALIDATION,):
        name, of_airline = SETS[part]
        rows = material.tweets.rows[material.rows(part)]
        scored[name] = _scored(family, rows, *material.labelled(part))
        if (airline := material.airline) and len(airline.polar_rows(part)):
            ids = airline.ids[airline.polar_rows(part)]
            scored[of_airline] = _scored(family, ids, *airline.polar(part))
    return scored


def _scored(
    family: Family, rows: NDArray[np.int64], texts: list[str], y: NDArray[np.int8]
) -> Scored:
    return Scored(rows, y, family.predict_proba(texts)[:, 1])


def judge(
    family: Family, material: Material, scored: Mapping[str, Scored]
) -> dict[str, Evaluation]:
    """Evaluate every set of `scored`, and subsets of the test rows if they are among them."""
    evaluations = {name: evaluate(rows.probabilities, rows.y) for name, rows in scored.items()}
    if test := scored.get(TEST):
        for name, mask in _subsets(family, material).items():
            evaluations[name] = evaluate(test.probabilities[mask], test.y[mask])
    return evaluations


def _subsets(family: Family, material: Material) -> dict[str, NDArray[np.bool_]]:
    rows = material.rows(Part.TEST)
    subsets = {"test_unseen_texts": ~seen_in_training(material.tweets, material.split)[rows]}
    if family.name == "tfidf":  # the published figures are on rows that pass its filter
        cleaned = clean_all(material.labelled(Part.TEST)[0], Level.SIMPLE, "filter")
        is_long = [has_min_words(text, Level.SIMPLE) for text in cleaned]
        subsets["test_min_words"] = np.array(is_long)
    return subsets


def report(evaluations: Mapping[str, Evaluation]) -> None:
    """Print every set's figures, and the classes and confusions of the whole part."""
    for name, evaluation in evaluations.items():
        print(f"{name}: {json.dumps(dict(evaluation.figures))}")
    name = TEST if TEST in evaluations else VALIDATION
    whole = evaluations[name]
    print(f"\n{name}, by class:\n{whole.report}")
    print(f"{name}, confusion matrix (rows: true, columns: predicted):\n{whole.confusion}")
