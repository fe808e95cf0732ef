"""Runs, figures and files in MLflow's store under `instance/`; only this package imports mlflow."""

import os
import signal
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # read once, at import, as the next two
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import mlflow

STORE = Path(os.environ.get("INSTANCE_PATH") or "instance")
ROOT = Path(__file__).parents[2]


@contextmanager
def run(
    experiment: str,
    parameters: Mapping[str, object],
    tags: Mapping[str, str],
    store: Path = STORE,
    *,
    nested: bool = False,
) -> Iterator[str]:
    """Open a run of `experiment` and yield its id; what is logged inside belongs to it.

    `tags` should name the `data_fingerprint`; `git_commit` is added. The store is
    `mlflow.sqlite3` with `mlartifacts/` beside it, in the directory `store`. An exception marks the
    run as failed, Ctrl-C as killed. A `nested` run belongs to the open one.
    """
    if not nested:
        _open(experiment, store)
    tags = {"git_commit": git_commit(), **tags}
    with _interrupts_held() as release, mlflow.start_run(tags=tags, nested=nested) as active:
        try:
            release()
            mlflow.log_params(dict(parameters))
            yield active.info.run_id
        except KeyboardInterrupt:
            mlflow.end_run("KILLED")
            raise
    if not nested:
        print(f"logged to MLflow: {experiment}, run {active.info.run_id}")


@contextmanager
def _interrupts_held() -> Iterator[Callable[[], None]]:
    """Hold Ctrl-C until the function that this yields is called.

    A run that is stored, but not known to this process yet, would stay RUNNING for good.
    """
    if threading.current_thread() is not threading.main_thread():  # where Ctrl-C never arrives
        yield lambda: None
        return
    previous, came = signal.getsignal(signal.SIGINT), list[int]()

    def release() -> None:
        signal.signal(signal.SIGINT, previous)
        if came:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield release
    finally:
        signal.signal(signal.SIGINT, previous)


def name_run(name: str) -> None:
    """Name the open run."""
    mlflow.set_tag("mlflow.runName", name)


def log_dataset(texts: Sequence[str], y: Sequence[int], name: str, context: str) -> None:
    """Log labelled tweets as an input of the open run: digest, schema and size, no text."""
    import pandas as pd
    from mlflow.data.pandas_dataset import from_pandas

    frame = pd.DataFrame({"text": texts, "label": y})
    with warnings.catch_warnings(action="ignore"):  # MLflow calls pandas as older ones want it
        mlflow.log_input(from_pandas(frame, name=name, targets="label"), context)


def log_params(parameters: Mapping[str, object]) -> None:
    """Log parameters that were not known when the open run began."""
    mlflow.log_params(dict(parameters))


def log_metrics(figures: Mapping[str, float], step: int | None = None) -> None:
    """Log figures of the open run; `step` is the epoch where there are several."""
    mlflow.log_metrics(dict(figures), step=step)


def log_report(figures: Mapping[str, float], files: Iterable[Path]) -> None:
    """Log figures and files of a report to the open run, its charts in a folder of their own."""
    log_metrics(figures)
    for path in files:
        mlflow.log_artifact(str(path), "plots" if path.suffix == ".svg" else None)


def git_commit() -> str:
    """Return the commit of the code, `-dirty` when files differ from it; unknown without git."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()


def _open(experiment: str, store: Path) -> None:
    store = store.resolve()
    store.mkdir(parents=True, exist_ok=True)
    mlflow.set_tracking_uri(f"sqlite:///{store / 'mlflow.sqlite3'}")
    if mlflow.get_experiment_by_name(experiment) is None:
        location = (store / "mlartifacts" / experiment).as_uri()
        mlflow.create_experiment(experiment, artifact_location=location)
    mlflow.set_experiment(experiment)
