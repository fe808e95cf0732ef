"""Light models of both formats: the two-class one this family fits, and the bilingual one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import LANGUAGES_SEPARATOR
from airparadis.ml.bilingual import model as bilingual_files
from airparadis.ml.bilingual.model import BilingualModel
from airparadis.ml.bilingual.scoring import BilingualScorer
from airparadis.ml.calibration import CALIBRATION_NAME
from airparadis.ml.light import model as light_files
from airparadis.ml.light.domain_adaptation import DomainWeights, plain_words
from airparadis.ml.light.model import LightModel
from airparadis.ml.light.scoring import LightScorer
from airparadis.text.language import Language

AnyModel = LightModel | BilingualModel
AnyScorer = LightScorer | BilingualScorer


def read_any(directory: Path) -> AnyModel:
    """Read a light model of either format."""
    if (directory / CALIBRATION_NAME).exists():
        return bilingual_files.read_model(directory)
    return light_files.read_model(directory)


def write_any(directory: Path, model: AnyModel) -> None:
    """Write a model into an existing directory, in its format."""
    if isinstance(model, BilingualModel):
        bilingual_files.write_model(directory, model)
    else:
        light_files.write_model(directory, model)


def scorer_of(model: AnyModel) -> AnyScorer:
    """Return the scorer that serves a model."""
    return BilingualScorer(model) if isinstance(model, BilingualModel) else LightScorer(model)


def with_domain(model: AnyModel, domain: DomainWeights) -> AnyModel:
    """Return the model with another domain part."""
    return replace(model, domain=domain)


def domain_features(
    model: AnyModel, texts: list[str]
) -> tuple[NDArray[np.float64], list[list[str]]]:
    """Return the general log-odds (n,) and the plain words of raw airline tweets in English."""
    if isinstance(model, BilingualModel):
        english = BilingualScorer(model).english
        return english.airline_leaning(texts), [plain_words(english.words(text)) for text in texts]
    scorer = LightScorer(model)
    words = [plain_words([word.text for word in scorer.words(text)]) for text in texts]
    return scorer.general_scores(texts), words


def languages_of(model: AnyModel) -> str | None:
    """Return the languages a model scores, as a manifest names them; None: as it was trained."""
    return LANGUAGES_SEPARATOR.join(Language) if isinstance(model, BilingualModel) else None
