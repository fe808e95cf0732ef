"""From trained artifacts to the report, its figures as JSON, its charts, and the same in MLflow."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from training.compare.collect import collect
from training.compare.contenders import (
    Contender,
    check_comparable,
    comparable,
    find_champion,
    read_contenders,
    trained_under,
)
from training.compare.figures import Comparison, Model
from training.compare.learning import CURVES, read_curves
from training.compare.plots import draw
from training.compare.report import as_html, as_markdown
from training.data.material import read_material
from training.data.split import Split
from training.errors import TrainingError
from training.reporting.charts import Chart

EXPERIMENT = "comparison"
PREDICTIONS = "predictions"


@dataclass(frozen=True)
class Request:
    """What is to be compared.

    `models` are artifact directories, None for the bundled one and all in `store` that were trained
    on this data and split; `champion` is a version or a directory; `store` is where trainings leave
    their artifacts, predictions and learning curves.
    """

    data: Path
    split: Path
    variant: str
    store: Path
    out: Path
    models: Sequence[Path] | None = None
    airline: Path | None = None
    champion: str | None = None
    track: bool = True


def compare(request: Request) -> Comparison:
    """Judge and time the models; write `report.html`, `comparison.md`, `comparison.json`, charts.

    With `track`, logs them to MLflow too. Raises `TrainingError` or `ArtifactError` when data or
    models cannot be read, are not comparable, or `out` cannot be written.
    """
    material = read_material(request.data, request.split, request.variant, airline=request.airline)
    contenders = _contenders(request, material.split)
    champion = find_champion(contenders, request.champion)
    curves = read_curves(request.store / CURVES)
    comparison = collect(request.data.name, material, contenders, champion, curves)
    files = _write(comparison, draw(comparison), request.out)
    print(f"wrote {files[0]}")
    if request.track:
        _track(comparison, files)
    return comparison


def _contenders(request: Request, split: Split) -> list[Contender]:
    directories = trained_under(request.store) if request.models is None else request.models
    found = read_contenders(directories, request.store / PREDICTIONS)
    if request.models is None:
        found = comparable(found, split)
    check_comparable(found, split)
    if not found:
        raise TrainingError(f"no model of this data and split in {request.store}")
    return found


def _write(comparison: Comparison, charts: Mapping[str, Chart], out: Path) -> list[Path]:
    contents = {
        out / "report.html": as_html(comparison, charts),
        out / "comparison.md": as_markdown(comparison),
        out / "comparison.json": json.dumps(asdict(comparison), indent=2),
    }
    contents |= {out / "plots" / f"{chart.name}.svg": chart.svg for chart in charts.values()}
    try:
        (out / "plots").mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"cannot write to {out}: {error.strerror}") from error
    return list(contents)


def _track(comparison: Comparison, files: Sequence[Path]) -> None:
    from training import tracking

    names = ("data", "split_variant", "champion", "machine")
    parameters = {name: getattr(comparison, name) for name in names}
    fingerprints = ("data_fingerprint", "split_fingerprint")
    tags = {name: getattr(comparison, name) for name in fingerprints}
    with tracking.run(EXPERIMENT, parameters, tags) as run_id:
        for model in comparison.models:
            tracking.log_metrics(_metrics(model))
        for path in files:
            tracking.log_files([path], "plots" if path.suffix == ".svg" else None)
    print(f"logged to MLflow: {EXPERIMENT}, run {run_id}")


def _metrics(model: Model) -> dict[str, float]:
    found = {name: figure.value for name, figure in model.test.figures.items()}
    found |= {
        "expected_calibration_error": model.test.calibration_error,
        "latency_median_us": model.cost.speed.latency.median_us,
        "tweets_per_second": model.cost.speed.tweets_per_second,
        "artifact_mb": model.cost.artifact_mb,
    }
    if model.airline:
        figures = model.airline.figures
        found |= {
            f"airline_{name}": figures[name].value for name in ("balanced_accuracy", "roc_auc")
        }
    return {f"{model.version}.{name}": value for name, value in found.items()}
