"""The recipe followed from data to artifact."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from airparadis.ml.bilingual.french import read_french
from airparadis.ml.bilingual.model import write_model
from airparadis.ml.bilingual.network import read_network
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.bilingual.scoring import BilingualScorer
from airparadis.ml.bundled import BundledModel
from airparadis.ml.light.lstm_onnx import GRAPH_NAME
from training.recipe.bundle import Bundle, bundle, calibrate
from training.recipe.fingerprints import fingerprint, own_texts_digest, recipe_digest
from training.recipe.material import read_material
from training.recipe.pipeline import Pipeline
from training.recipe.precise import bundle_of, make_precise
from training.recipe.settings import BUNDLED_RECIPE, RecipeSettings, read_recipe
from training.recipe.stages import Stage, StageStore

Parameters = dict[str, bool | int | float | str]


def follow(
    data: Path,
    out: Path,
    store: Path,
    recipe_file: Path | None,
    *,
    sample: bool,
    model: BundledModel = BundledModel.LIGHT,
) -> None:
    """Make a bundled model from the files in `data` and write its artifact to `out`.

    Finished stages stay in `store` and are not made again.

    Raises:
        TrainingError: the recipe or a file of data cannot be read.
    """
    path = recipe_file or BUNDLED_RECIPE
    recipe = read_recipe(path).sampled() if sample else read_recipe(path)
    fingerprints = fingerprint(recipe.data.within(data))
    material = read_material(recipe, data)
    origin = _data_stage(recipe, fingerprints, data)
    pipeline = Pipeline(material, recipe, StageStore(store), origin)
    parameters: Parameters = {
        "recipe": recipe_digest(recipe),
        "recipe_version": recipe.version,
        "sample": sample,
        **{f"data_{name}": digest for name, digest in fingerprints.items()},
    }
    make = {BundledModel.LIGHT: _light, BundledModel.PRECISE: _precise}[model]
    manifest = bundle(*make(pipeline, parameters), material, out, judge_test=not sample)
    print(f"{manifest.version}: {out}")
    for name, figures in manifest.metrics.items():
        print(f"  {name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))


def _light(pipeline: Pipeline, parameters: Parameters) -> tuple[Bundle, LanguageRouter]:
    student, french = pipeline.student().directory, pipeline.french().directory
    model = calibrate(
        read_network(student),
        (student / GRAPH_NAME).read_bytes(),
        read_french(french),
        pipeline.material,
        pipeline.recipe,
    )
    bundled = Bundle("light", lambda directory: write_model(directory, model), parameters)
    return bundled, BilingualScorer(model)


def _precise(pipeline: Pipeline, parameters: Parameters) -> tuple[Bundle, LanguageRouter]:
    encoder = pipeline.encoder().directory
    return bundle_of(make_precise(encoder, pipeline.material, pipeline.recipe), parameters)


def _data_stage(recipe: RecipeSettings, fingerprints: Mapping[str, str], data: Path) -> Stage:
    """Describe the data as a stage, so that other data makes everything anew."""
    about = {
        "files": fingerprints,
        "split": recipe.split.model_dump(mode="json"),
        "max_labelled": recipe.max_labelled,
        "texts": own_texts_digest(),
    }
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    return Stage("data", digest, data)
