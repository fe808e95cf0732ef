"""From contenders and rows to the figures of the comparison."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from training.compare.contenders import Contender, Rows, probabilities
from training.compare.figures import Comparison, Cost, LearningPoint, Model, Quality
from training.compare.quality import Trial
from training.data.airline import AirlineTweets
from training.data.material import Material
from training.data.split import Part, Split, seen_in_training
from training.evaluation.deployment import DEPLOYMENTS, installed_megabytes
from training.evaluation.judge import AIRLINE_TEST, TEST
from training.evaluation.slices import slices_of, with_both_labels
from training.evaluation.speed import describe_machine, measure_speed

TIMED_TWEETS = 40_000


def collect(
    data: str,
    material: Material,
    contenders: Sequence[Contender],
    champion: Contender,
    learning: list[LearningPoint],
) -> Comparison:
    """Score, judge and time every contender on the test rows of `material`, read from `data`."""
    masks = _slices(material)
    models = _models(material, contenders, contenders.index(champion), masks)
    return Comparison(
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        machine=describe_machine(),
        data=data,
        split_variant=material.split.variant,
        data_fingerprint=material.split.data_fingerprint,
        split_fingerprint=material.split.fingerprint,
        champion=champion.manifest.version,
        models=models,
        slices={name: int(mask.sum()) for name, mask in masks.items()},
        learning=learning,
    )


def _models(
    material: Material,
    contenders: Sequence[Contender],
    champion: int,
    masks: Mapping[str, NDArray[np.bool_]],
) -> list[Model]:
    test = Rows(TEST, *material.labelled(Part.TEST))
    trial = Trial(test.y, [probabilities(contender, test) for contender in contenders])
    qualities, slices, against = trial.qualities(), trial.slices(masks), trial.against(champion)
    airline = _airline(material.airline, contenders)
    return [
        Model(
            version=contender.manifest.version,
            family=contender.manifest.family,
            test=qualities[place],
            airline=airline[place] if airline else None,
            slices=slices[place],
            against_champion=against[place],
            cost=_cost(contender, test.texts, material.split),
        )
        for place, contender in enumerate(contenders)
    ]


def _slices(material: Material) -> Mapping[str, NDArray[np.bool_]]:
    """Which test rows belong to each slice; slices without a row are left out."""
    tweets, rows = material.tweets, material.rows(Part.TEST)
    masks = {
        "text not seen in training": ~seen_in_training(tweets, material.split)[rows],
        **slices_of([tweets.texts[row] for row in rows]),
        "text labelled both ways": with_both_labels(tweets.hashes, tweets.y)[rows],
    }
    return {name: mask for name, mask in masks.items() if mask.any()}


def _airline(tweets: AirlineTweets | None, contenders: Sequence[Contender]) -> list[Quality] | None:
    if tweets is None:
        return None
    rows = Rows(AIRLINE_TEST, *tweets.polar(Part.TEST))
    return Trial(rows.y, [probabilities(contender, rows) for contender in contenders]).qualities()


def _cost(contender: Contender, texts: Sequence[str], split: Split) -> Cost:
    manifest, facts = contender.manifest, contender.facts
    deployment = DEPLOYMENTS[manifest.family]
    print(f"timing {manifest.version}")
    return Cost(
        artifact_mb=sum(record.size for record in manifest.files.values()) / 1e6,
        training_rows=(facts.sample or len(split.rows(Part.TRAIN))) if facts else None,
        training_seconds=facts.seconds if facts else None,
        training_memory_mb=facts.peak_memory_mb if facts else None,
        speed=measure_speed(contender.directory, texts[:TIMED_TWEETS]),
        needs_torch=deployment.needs_torch,
        gpu=deployment.gpu,
        libraries_mb=installed_megabytes(deployment.libraries),
        served=deployment.served,
    )
