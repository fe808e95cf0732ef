"""What it takes to serve a family: facts declared for each, sizes read off this machine."""

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement


@dataclass(frozen=True)
class Deployment:
    """What scoring with a family needs.

    `libraries` are the distributions it imports, `served` says whether the application loads it
    today, `gpu` whether one is of any use.
    """

    libraries: tuple[str, ...]
    served: bool
    gpu: str

    @property
    def needs_torch(self) -> bool:
        """Whether PyTorch has to be installed where it is served."""
        return "torch" in self.libraries


DEPLOYMENTS: Mapping[str, Deployment] = {
    "light": Deployment(("numpy",), served=True, gpu="no use"),
    "tfidf": Deployment(
        ("scikit-learn", "joblib", "nltk", "lemminflect"), served=True, gpu="no use"
    ),
    "lstm": Deployment(("torch",), served=False, gpu="not needed"),
    "modernbert": Deployment(("torch", "transformers"), served=False, gpu="wanted"),
}


def installed_megabytes(names: Iterable[str]) -> float:
    """Size on this disk of distributions and all they require, in units of 10^6 bytes."""
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
