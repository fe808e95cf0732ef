"""Size of installed libraries."""

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement


def installed_megabytes(names: Iterable[str]) -> float:
    """Return the size on disk of distributions and all they require, in units of 10^6 bytes."""
    return sum(_size(name) for name in _with_requirements(names)) / 1e6


def _with_requirements(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:  # for another platform, or left out
            continue
        found.add(name)
        waiting += [required.name for required in map(Requirement, requires) if _applies(required)]
    return found


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _size(name: str) -> int:
    paths = [Path(str(file.locate())) for file in importlib.metadata.files(name) or []]
    return sum(path.stat().st_size for path in paths if path.is_file())
