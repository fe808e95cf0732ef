"""Predictions of a trained model on every row it was judged on, stored for the comparison.

A model of version V leaves `V.parquet` (columns `row`, `part`, `y`, `probability`) and `V.json`
(`Facts` of its training).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from training.errors import TrainingError


class Facts(BaseModel):
    """Data and cost of a training.

    `sample` is the number of training rows it was limited to, None for all of them; `epochs` holds
    the figures of each epoch, in order, none for a family fitted in one go; `peak_memory_mb` is of
    the whole process, in units of 10^6 bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    version: str
    family: str
    artifact: Path
    split_variant: str
    split_fingerprint: str
    data_fingerprint: str
    sample: int | None
    seconds: float
    peak_memory_mb: float
    epochs: tuple[Mapping[str, float], ...] = ()


@dataclass(frozen=True)
class Scored:
    """One set of rows: their number, label 0 or 1, and probability of positive; each shape (n,).

    `rows` counts the data's rows from 0; an airline tweet's is its id.
    """

    rows: NDArray[np.int64]
    y: NDArray[np.int8]
    probabilities: NDArray[np.float64]


@dataclass(frozen=True)
class Predictions:
    """A model's training, and its predictions by set of rows: validation, test, airline_test."""

    facts: Facts
    sets: Mapping[str, Scored]


def write_predictions(predictions: Predictions, directory: Path) -> None:
    """Write the two files of a model into `directory`, which is made if needed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sizes = [len(scored.y) for scored in predictions.sets.values()]
    joined = {
        name: np.concatenate([getattr(scored, name) for scored in predictions.sets.values()])
        for name in ("rows", "y", "probabilities")
    }
    table = pa.table(
        {
            "row": joined["rows"],
            "part": pa.array(np.repeat(list(predictions.sets), sizes)).dictionary_encode(),
            "y": joined["y"],
            "probability": joined["probabilities"],
        }
    )
    directory.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, directory / f"{predictions.facts.version}.parquet")
    facts = predictions.facts.model_dump_json(indent=2)
    (directory / f"{predictions.facts.version}.json").write_text(facts + "\n", "utf-8")


def read_predictions(directory: Path, version: str) -> Predictions:
    """Read the predictions of the model `version`.

    Raises `TrainingError` when it is not there or cannot be understood.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        facts = Facts.model_validate_json((directory / f"{version}.json").read_bytes())
        table = pq.read_table(directory / f"{version}.parquet")
        parts = np.array(table["part"].to_pylist())
        columns = [table[name].to_numpy() for name in ("row", "y", "probability")]
    except (pa.ArrowException, OSError, KeyError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise TrainingError(f"no predictions of {version} in {directory}: {reason}") from error
    names = dict.fromkeys(parts.tolist())
    return Predictions(
        facts, {name: Scored(*(column[parts == name] for column in columns)) for name in names}
    )
