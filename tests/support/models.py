"""Small real models for tests, written as artifacts."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from airparadis.ml.artifact import Manifest, record_files, version_name, write_manifest
from airparadis.ml.light.ngrams import NgramWeights, ngram_key
from airparadis.ml.light.weights import LengthScale, LightWeights, write_weights
from airparadis.text.cleaning import TEXT_VERSION

WORDS = ("good", "bad", "not", "meal", "!")


def light_weights() -> LightWeights:
    """A light model of five words whose every weight is exact in float16."""
    number = {word: place for place, word in enumerate(WORDS)}
    return LightWeights(
        bias=0.25,
        length=LengthScale(offset=1.0, exponent=0.5),
        words=number,
        unigrams=np.array([2.0, -2.0, -0.5, 0.125, 0.25]),
        negated=np.array([-3.0, 2.5, 0.0, 0.0, 0.0]),
        ngrams=NgramWeights.of(
            {
                ngram_key(number["not"], number["good"]): -1.0,
                ngram_key(number["good"], number["meal"]): 0.5,
                ngram_key(number["not"], number["good"], number["meal"]): -0.25,
            }
        ),
        characters={"<b": -0.5, "ba": -0.25, "ly": 0.5},
    )


def write_light_model(directory: Path, family: str = "light") -> Path:
    """Write that model as an artifact and return its directory."""
    created_at = datetime(2026, 11, 23, tzinfo=UTC)
    directory.mkdir(parents=True, exist_ok=True)
    write_weights(directory, light_weights())
    files = record_files(directory)
    manifest = Manifest(
        version=version_name(family, created_at, files),
        family=family,
        language="en",
        created_at=created_at,
        text_version=TEXT_VERSION,
        libraries={},
        files=files,
        data_fingerprint="",
        split_variant="none",
        split_fingerprint="",
        uncertain_below=0.6,
        parameters={},
        metrics={},
    )
    write_manifest(directory, manifest)
    return directory
