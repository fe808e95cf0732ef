"""Learning curves: a family fitted on ever more training rows, in a process of its own each."""

import json
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from training.compare.figures import LearningPoint
from training.data.cleaning import stop_processes
from training.data.material import read_material
from training.data.split import Part
from training.data.tables import GUESSED, Columns
from training.errors import TrainingError
from training.evaluation.figures import evaluate
from training.evaluation.speed import peak_memory_mb
from training.families import Family

CURVES = "learning-curve"


@dataclass(frozen=True)
class Source:
    """A file of tweets, and the split over them."""

    data: Path
    split: Path
    variant: str
    columns: Columns = GUESSED


def draw_curve(
    name: str, make: Callable[[], Family], source: Source, sizes: Sequence[int], out: Path
) -> list[LearningPoint]:
    """Fit the family `name`, made by `make`, on each number of training rows; write to `out`.

    Where there are fewer rows than a size, all of them are the last point. Validation rows stay
    whole; the test rows are not looked at. `make` is called in another process, so it has to be a
    function that can be pickled. Raises `TrainingError` when the data cannot be read.
    """
    path = out / f"{name}.json"
    points = []
    for size in sorted(set(sizes)):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            point = pool.submit(_point, name, make, source, size).result()
        rows = f"{point.training_rows:,} rows" + ", all there are" * (point.training_rows < size)
        print(f"{rows}: accuracy {point.accuracy:.4f}, {point.seconds:,.0f} s")
        points.append(point)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(p) for p in points], indent=2) + "\n", "utf-8")
        if point.training_rows < size:
            break
    print(f"wrote {path}")
    return points


def read_curves(folder: Path) -> list[LearningPoint]:
    """Read every point in `folder`, by family and number of rows; none without the folder.

    Raises `TrainingError` for a file that holds no points.
    """
    points = []
    for path in sorted(folder.glob("*.json")):
        try:
            points += [LearningPoint(**point) for point in json.loads(path.read_text("utf-8"))]
        except (ValueError, TypeError) as error:
            raise TrainingError(f"{path} is not a learning curve: {error}") from error
    return sorted(points, key=lambda point: (point.family, point.training_rows))


def _point(name: str, make: Callable[[], Family], source: Source, size: int) -> LearningPoint:
    material = read_material(source.data, source.split, source.variant, source.columns, sample=size)
    validation, (X, y) = material.labelled(Part.VALIDATION), material.labelled(Part.TRAIN)
    family = make()
    started, used = time.perf_counter(), _processor_seconds()
    family.fit(X, y, *validation)
    seconds = time.perf_counter() - started
    stop_processes()  # the time of child processes is known once they have ended
    used = _processor_seconds() - used
    figures = evaluate(family.predict_proba(validation[0])[:, 1], validation[1]).figures
    stop_processes()  # this process would wait for them forever
    return LearningPoint(
        family=name,
        training_rows=len(y),
        accuracy=figures["accuracy"],
        roc_auc=figures["roc_auc"],
        seconds=seconds,
        peak_memory_mb=peak_memory_mb(),
        processor_seconds=used,
    )


def _processor_seconds() -> float:
    """Seconds of this process and of the child processes that have ended."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))
