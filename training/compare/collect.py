"""The collection of the comparison's figures from contenders and rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from training.compare.contenders import Contender, Rows, probabilities
from training.compare.figures import Comparison, Cost, LearningPoint, Model
from training.compare.footprint import installed_megabytes
from training.compare.quality import Trial
from training.data.material import Material
from training.data.split import Part, Split, seen_in_training
from training.evaluation.judge import SETS
from training.evaluation.slices import slices_of, with_both_labels
from training.evaluation.speed import describe_machine, measure_speed
from training.families import entry_of

N_TIMED = 40_000
"""Tweets that are timed."""


def collect(
    data: str,
    material: Material,
    contenders: Sequence[Contender],
    champion: Contender,
    learning: list[LearningPoint],
    part: Part = Part.TEST,
) -> Comparison:
    """Score, judge and time every contender on a part of `material`, read from `data`."""
    masks = _slices(material, part)
    return Comparison(
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        machine=describe_machine(),
        data=data,
        split_variant=material.split.variant,
        data_fingerprint=material.split.data_fingerprint,
        split_fingerprint=material.split.fingerprint,
        champion=champion.manifest.version,
        part=SETS[part][0],
        models=_models(material, part, contenders, contenders.index(champion), masks),
        slices={name: int(mask.sum()) for name, mask in masks.items()},
        learning=learning,
    )


def _models(
    material: Material,
    part: Part,
    contenders: Sequence[Contender],
    champion: int,
    masks: Mapping[str, NDArray[np.bool_]],
) -> list[Model]:
    name, of_airline = SETS[part]
    judged = Rows(name, *material.labelled(part))
    trial = _trial(judged, contenders)
    airline = None
    if (tweets := material.airline) and len(tweets.polar_rows(part)):
        rows = Rows(of_airline, *tweets.polar(part))
        airline = _trial(rows, contenders).qualities()
    qualities, slices, against = trial.qualities(), trial.slices(masks), trial.against(champion)
    return [
        Model(
            version=contender.manifest.version,
            family=contender.manifest.family,
            test=qualities[place],
            airline=airline[place] if airline else None,
            slices=slices[place],
            against_champion=against[place],
            cost=_cost(contender, judged.texts, material.split),
        )
        for place, contender in enumerate(contenders)
    ]


def _trial(rows: Rows, contenders: Sequence[Contender]) -> Trial:
    return Trial(rows.y, [probabilities(contender, rows) for contender in contenders])


def _slices(material: Material, part: Part) -> Mapping[str, NDArray[np.bool_]]:
    """Masks of the rows of a part by slice, without slices that have no row."""
    tweets, rows = material.tweets, material.rows(part)
    masks = {
        "text not seen in training": ~seen_in_training(tweets, material.split)[rows],
        **slices_of([tweets.texts[row] for row in rows]),
        "text labelled both ways": with_both_labels(tweets.hashes, tweets.y)[rows],
    }
    return {name: mask for name, mask in masks.items() if mask.any()}


def _cost(contender: Contender, texts: Sequence[str], split: Split) -> Cost:
    manifest, facts = contender.manifest, contender.facts
    family = entry_of(manifest.family)
    print(f"timing {manifest.version}")
    return Cost(
        artifact_mb=sum(record.size for record in manifest.files.values()) / 1e6,
        training_rows=(facts.sample or len(split.rows(Part.TRAIN))) if facts else None,
        training_seconds=facts.seconds if facts else None,
        training_memory_mb=facts.peak_memory_mb if facts else None,
        speed=measure_speed(contender.directory, texts[:N_TIMED]),
        needs_torch="torch" in family.libraries,
        gpu=family.gpu,
        libraries_mb=installed_megabytes(family.libraries),
        served=family.served,
    )
