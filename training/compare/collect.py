"""From contenders and rows to the figures of the comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from training.compare.contenders import Contender, Rows, probabilities
from training.compare.deployment import DEPLOYMENTS, installed_megabytes
from training.compare.figures import Comparison, Cost, LearningPoint, Model, Quality
from training.compare.quality import Trial
from training.compare.slices import slices_of, with_both_labels
from training.compare.speed import describe_machine, measure_speed
from training.data import Tweets
from training.split import Part, Split, seen_in_training

TIMED_TWEETS = 40_000


@dataclass(frozen=True)
class Field:
    """The tweets everything is judged on, their split, and the airline test rows if given."""

    name: str
    tweets: Tweets
    split: Split
    airline: Rows | None

    @property
    def test(self) -> Rows:
        """The test rows."""
        rows = self.split.rows(Part.TEST)
        return Rows("test", [self.tweets.texts[row] for row in rows], self.tweets.y[rows])

    def slices(self) -> Mapping[str, NDArray[np.bool_]]:
        """Which test rows belong to each slice; slices without a row are left out."""
        rows = self.split.rows(Part.TEST)
        both = with_both_labels(self.tweets.hashes, self.tweets.y)[rows]
        masks = {
            "text not seen in training": ~seen_in_training(self.tweets, self.split)[rows],
            **slices_of(self.test.texts),
            "text labelled both ways": both,
        }
        return {name: mask for name, mask in masks.items() if mask.any()}


def collect(
    field: Field,
    contenders: Sequence[Contender],
    champion: Contender,
    learning: list[LearningPoint],
) -> Comparison:
    """Score, judge and time every contender."""
    test, masks = field.test, field.slices()
    trial = Trial(test.y, [probabilities(contender, test) for contender in contenders])
    qualities, slices = trial.qualities(), trial.slices(masks)
    against = trial.against(contenders.index(champion))
    airline = _airline(field.airline, contenders)
    models = [
        Model(
            version=contender.manifest.version,
            family=contender.manifest.family,
            test=qualities[place],
            airline=airline[place] if airline else None,
            slices=slices[place],
            against_champion=against[place],
            cost=_cost(contender, test.texts, field.split),
        )
        for place, contender in enumerate(contenders)
    ]
    return Comparison(
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        machine=describe_machine(),
        data=field.name,
        split_variant=field.split.variant,
        data_fingerprint=field.split.data_fingerprint,
        split_fingerprint=field.split.fingerprint,
        champion=champion.manifest.version,
        models=models,
        slices={name: int(mask.sum()) for name, mask in masks.items()},
        learning=learning,
    )


def _airline(rows: Rows | None, contenders: Sequence[Contender]) -> list[Quality] | None:
    if rows is None:
        return None
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
