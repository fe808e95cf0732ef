"""Scoring of an archive on a cluster: partitions left to score, workers, progress."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from airparadis.domain.file_faults import FileError
from airparadis.files.opening import open_here
from airparadis.ml.artifact import read_verified
from training.cluster import tasks
from training.cluster.archive import Partition, agree_on, partitions, undone
from training.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Request:
    """Archive, output, model and cluster."""

    source: Path
    out: Path
    model: Path
    column: str | None = None
    """None: guessed from the first partition."""
    workers: int = 2
    scheduler: str | None = None
    """Address of a cluster; None: one of our own on this machine."""


def score_archive(request: Request) -> int:
    """Score every partition that is not yet scored by this model.

    Returns:
        How many rows were scored.

    Raises:
        TrainingError: the archive, the results or the cluster are not as they must be, or a
            partition could not be scored; what was scored stays.
    """
    found = partitions(request.source.absolute(), request.out.absolute())
    version = read_verified(request.model).version
    column = request.column or _guess(found[0])
    agree_on(request.out, version, column)
    left = undone(found)
    print(f"{version}, column {column}: {len(left):,} of {len(found):,} partitions to score")
    if not left:
        return 0
    with _client(request) as client:
        _check_environments(client)
        rows, faults = _score(client, tasks.pack(request.model), left, column)
    if faults:
        path, reason = faults[0]
        more = f" (and {len(faults) - 1:,} more partitions)" if len(faults) > 1 else ""
        raise TrainingError(f"{path}: {reason}{more}; run the command again for the rest")
    return rows


def _guess(partition: Partition) -> str:
    try:
        with open_here(partition.source) as source:
            return source.layout.column
    except FileError as error:
        raise TrainingError(f"{partition.source}: {error}") from None


def _score(
    client: Any, artifact: tasks.Artifact, left: list[Partition], column: str
) -> tuple[int, list[tuple[Path, str]]]:
    from distributed import as_completed

    sent = client.scatter(artifact, broadcast=True, hash=False)
    futures = {
        client.submit(tasks.score_partition, sent, partition, column, pure=False): partition
        for partition in left
    }
    rows, faults = 0, []
    with tqdm(total=len(left), desc="score", unit=" partitions", file=sys.stderr) as bar:
        for future in as_completed(list(futures)):
            error = future.exception()
            if error is None:
                rows += future.result().counts["rows"]
            else:
                faults.append((futures[future].source, _one_line(error)))
            bar.update()
            bar.set_postfix_str(f"{rows / max(bar.format_dict['elapsed'], 1e-9):,.0f} rows/s")
            future.release()
    return rows, faults


def _check_environments(client: Any) -> None:
    """Refuse workers on which the same model could give other scores."""
    here = tasks.environment()
    for worker, there in client.run(tasks.environment).items():
        for name, value in here.items():
            if there.get(name) != value:
                raise TrainingError(
                    f"worker {worker} has {name} {there.get(name)}, this machine {value}: "
                    "install the same locked requirements everywhere"
                )


@contextmanager
def _client(request: Request) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise TrainingError(
            "the cluster layer is not installed: pip install -r training/requirements-cluster.txt"
        ) from None
    if request.scheduler is not None:
        with _connected(Client, request.scheduler) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=request.workers, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _connected(client: Any, address: str) -> Any:
    try:
        connected = client(address, timeout="10s")
        connected.wait_for_workers(1, timeout=30)
    except (OSError, TimeoutError, ValueError) as error:
        raise TrainingError(f"no cluster answers at {address}: {_one_line(error)}") from None
    return connected


def _one_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
