"""An archive: a folder of Parquet files, and a manifest of each one's result.

`OUT/_scored/` holds a manifest for each partition that is done, and one for the whole. Readers of
Parquet folders skip names that begin with an underscore.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from airparadis.files.writing import aside
from training.errors import TrainingError

MANIFESTS = "_scored"
WHOLE = "archive.json"
_FOOTER_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Partition:
    """A file of the archive, its result, and the manifest that says that it is there."""

    source: Path
    target: Path
    manifest: Path


@dataclass(frozen=True, slots=True)
class Scored:
    """Manifest of a scored partition."""

    model_version: str
    column: str
    source: str
    """Fingerprint of the partition that was scored."""
    result_bytes: int
    counts: dict[str, Any]

    def write(self, path: Path) -> None:
        """Write it as a whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside(path) as temporary:
            temporary.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


def partitions(source: Path, out: Path) -> list[Partition]:
    """List every Parquet file of a folder, below it too, in the order of their names.

    Raises:
        TrainingError: there is none, or the results would be among them.
    """
    if source.is_file():
        return [_partition(source, source.parent, out)]
    if out.resolve() == source.resolve() or source.resolve() in out.resolve().parents:
        raise TrainingError(f"{out} is in the archive: choose another folder for the results")
    paths = sorted(
        path
        for path in source.rglob("*.parquet")
        if not any(part.startswith(("_", ".")) for part in path.relative_to(source).parts)
    )
    if not paths:
        raise TrainingError(f"no Parquet file in {source}")
    return [_partition(path, source, out) for path in paths]


def agree_on(out: Path, model_version: str, column: str) -> None:
    """Record one model and one column for all of a folder's results.

    Raises:
        TrainingError: the folder has results of another.
    """
    path = out / MANIFESTS / WHOLE
    wanted = {"model_version": model_version, "column": column}
    found = _read(path)
    if found is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside(path) as temporary:
            temporary.write_text(json.dumps(wanted, indent=2) + "\n", "utf-8")
    elif found != wanted:
        raise TrainingError(
            f"{out} has results of {found.get('model_version')} for column {found.get('column')}, "
            f"not of {model_version} for {column}: choose another folder"
        )


def scored(partition: Partition) -> Scored | None:
    """Return the manifest of a partition; None unless its result is there as it was written."""
    found = _read(partition.manifest)
    try:
        manifest = Scored(**found) if found else None
        is_whole = bool(manifest) and partition.target.stat().st_size == manifest.result_bytes  # type: ignore[union-attr]
    except (TypeError, OSError):
        return None
    return manifest if is_whole else None


def undone(found: Sequence[Partition]) -> list[Partition]:
    """Return partitions without a result, or that have changed since."""
    return [partition for partition in found if not _is_done(partition)]


def fingerprint(path: Path) -> str:
    """Hash size and end (the footer) of a Parquet file, to identify files without reading all."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _FOOTER_BYTES, 0))
        return hashlib.sha256(file.read() + str(size).encode()).hexdigest()


def _is_done(partition: Partition) -> bool:
    manifest = scored(partition)
    return manifest is not None and manifest.source == fingerprint(partition.source)


def _partition(path: Path, root: Path, out: Path) -> Partition:
    name = path.relative_to(root)
    return Partition(path, out / name, out / MANIFESTS / f"{name}.json")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
