"""The last stage: a model of both languages, calibrated, measured, as an artifact."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import LANGUAGES_SEPARATOR, Manifest
from airparadis.ml.bilingual.english import AIRLINE, GENERAL, EnglishScorer
from airparadis.ml.bilingual.french import FrenchModel, french_scorer
from airparadis.ml.bilingual.model import FRENCH, BilingualModel
from airparadis.ml.bilingual.network import NetworkWeights
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.bundled import PROCESSOR_MS
from airparadis.ml.calibration import NEUTRAL, POSITIVE, Calibration
from airparadis.ml.contract import KnowsWords
from airparadis.ml.profile import profile_of
from airparadis.text.language import Language
from training.data.split import Part
from training.evaluation.figures import evaluate, uncertain_below
from training.evaluation.three_classes import leaning_of, three_class_figures
from training.recipe.calibration import UNCALIBRATED, fit_calibration
from training.recipe.labelled import AIRLINE as AIRLINE_SOURCE
from training.recipe.labelled import ENGLISH
from training.recipe.labelled import FRENCH as FRENCH_LANGUAGE
from training.recipe.material import Material
from training.recipe.settings import RecipeSettings
from training.runs.export import export

GENERAL_SOURCE = "semeval-13-16"
"""The source that resembles everybody's tweets most; a test of its own."""

N_TIMED = 300
BAND_WIDTH = 0.1
"""Width in confidence of the uncertain band: there are few labelled tweets."""


Logits = Callable[[Sequence[str]], NDArray[np.float64]]
"""Maps n raw tweets to logits, shape (n, 3 or 4)."""


@dataclass(frozen=True)
class Bundle:
    """A model of one of the recipe's families as `training.runs.export` writes it.

    It is judged on at most `emoticon_rows` of a part of Sentiment140, evenly drawn; None: all.
    """

    name: str
    save: Callable[[Path], None]
    parameters: Mapping[str, bool | int | float | str]
    libraries: Sequence[str] = ()
    emoticon_rows: int | None = None


def calibrate_english(
    logits: Logits, material: Material, recipe: RecipeSettings, emoticon: float = 0.0
) -> dict[str, Calibration]:
    """Fit the calibrations of general and airline tweets on labelled validation rows."""
    labelled = material.labelled
    rows = labelled.rows(Part.VALIDATION, ENGLISH)
    is_airline = labelled.sources[rows] == AIRLINE_SOURCE
    calibrations: dict[str, Calibration] = {}
    for kind, chosen in ((GENERAL, rows[~is_airline]), (AIRLINE, rows[is_airline])):
        found = logits([labelled.texts[row] for row in chosen])
        weights = np.array([recipe.sources[name].weight for name in labelled.sources[chosen]])
        calibrations[kind] = fit_calibration(found, labelled.labels[chosen], weights, emoticon)
    return calibrations


def calibrate(
    network: NetworkWeights,
    graph: bytes,
    french: FrenchModel,
    material: Material,
    recipe: RecipeSettings,
) -> BilingualModel:
    """Fit a calibration for each kind of tweets on validation rows of the labelled sets."""
    labelled = material.labelled
    english = EnglishScorer(network, graph, dict.fromkeys((GENERAL, AIRLINE), UNCALIBRATED))
    calibrations = calibrate_english(
        english.logits, material, recipe, recipe.student.emoticon_leaning
    )
    rows = labelled.rows(Part.VALIDATION, FRENCH_LANGUAGE)
    logits = french_scorer(french, UNCALIBRATED).logits([labelled.texts[row] for row in rows])
    calibrations[FRENCH] = fit_calibration(logits, labelled.labels[rows], np.ones(len(rows)))
    return BilingualModel(network, graph, french, calibrations)


def bundle(
    bundled: Bundle,
    scorer: LanguageRouter,
    material: Material,
    directory: Path,
    *,
    judge_test: bool,
) -> Manifest:
    """Measure a model on validation rows, if `judge_test` on test rows, too, and export it.

    `scorer` is that of the model that `bundled` saves.
    """
    metrics: dict[str, Mapping[str, float]] = {}
    for part in (Part.VALIDATION, Part.TEST) if judge_test else (Part.VALIDATION,):
        metrics |= _metrics(scorer, material, part, bundled.emoticon_rows)
    texts, labels = _rows(material, Part.VALIDATION, None)
    classes = scorer.predict_classes(texts)
    leaning, neutral = leaning_of(classes), classes[:, NEUTRAL].tolist()
    is_polar, is_positive = labels != NEUTRAL, (labels == POSITIVE).astype(np.int8)
    count_unknown = scorer.count_unknown if isinstance(scorer, KnowsWords) else None
    timed = {PROCESSOR_MS: processor_ms(scorer, texts[:N_TIMED])}
    return export(
        replace(bundled, parameters={**bundled.parameters, **timed}),
        directory,
        material.split,
        metrics,
        uncertain_below(leaning[is_polar], is_positive[is_polar], width=BAND_WIDTH),
        language=LANGUAGES_SEPARATOR.join(Language),
        reference=profile_of(texts, leaning.tolist(), count_unknown, tuple(Language), neutral),
    )


def processor_ms(scorer: LanguageRouter, texts: Sequence[str]) -> float:
    """Return the median processor time of a single tweet, in milliseconds."""
    times = []
    for text in texts:
        started = time.process_time_ns()
        scorer.predict_classes([text])
        times.append(time.process_time_ns() - started)
    return round(float(np.median(times)) / 1e6, 2)


def _metrics(
    scorer: LanguageRouter, material: Material, part: Part, emoticon_rows: int | None
) -> dict[str, Mapping[str, float]]:
    name = part.name.lower()
    rows = material.split.rows(part)
    rows = rows[:: max(1, len(rows) // (emoticon_rows or len(rows)))]
    texts = [material.sentiment140.texts[row] for row in rows]
    of_emoticons = evaluate(scorer.predict_proba(texts)[:, 1], material.sentiment140.y[rows])
    metrics: dict[str, Mapping[str, float]] = {name: of_emoticons.figures}
    for kind, source in (("general", GENERAL_SOURCE), ("airline", AIRLINE_SOURCE)):
        metrics[f"{kind}_{name}"] = _three_class(scorer, *_rows(material, part, source))
    metrics[f"french_{name}"] = _three_class(scorer, *_french_rows(material, part))
    return metrics


def _three_class(
    scorer: LanguageRouter, texts: Sequence[str], labels: NDArray[np.int8]
) -> dict[str, float]:
    figures = three_class_figures(scorer.predict_classes(texts), labels)
    return {name: round(float(value), 4) for name, value in figures.items()}


def _rows(material: Material, part: Part, source: str | None) -> tuple[list[str], NDArray[np.int8]]:
    """Return texts and labels of a part: of one English source, or of all of both languages."""
    labelled = material.labelled
    languages = (ENGLISH,) if source else (ENGLISH, FRENCH_LANGUAGE)
    rows = np.concatenate([labelled.rows(part, language) for language in languages])
    if source:
        rows = rows[labelled.sources[rows] == source]
    return [labelled.texts[row] for row in rows], labelled.labels[rows]


def _french_rows(material: Material, part: Part) -> tuple[list[str], NDArray[np.int8]]:
    rows = material.labelled.rows(part, FRENCH_LANGUAGE)
    return [material.labelled.texts[row] for row in rows], material.labelled.labels[rows]
