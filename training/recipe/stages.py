"""Stages of a recipe: each makes a folder once, from settings and earlier folders."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKPOINTS = "checkpoints"


@dataclass(frozen=True)
class Stage:
    """A finished stage: where its files are, and the digest that names what they are made from."""

    name: str
    digest: str
    directory: Path


@dataclass(frozen=True)
class StageStore:
    """Keeps the folders of finished stages and the checkpoints of those under way."""

    root: Path

    def run(
        self,
        name: str,
        settings: Mapping[str, Any],
        inputs: tuple[Stage, ...],
        make: Callable[[Path, Path], None],
    ) -> Stage:
        """The stage, made by `make` unless it is there already.

        `make` is given an empty folder to write to, which counts only once it returns, and a folder
        of checkpoints, which stays until then.
        """
        digest = _digest(name, settings, inputs)
        directory = self.root / f"{name}-{digest}"
        if not directory.is_dir():
            print(f"{name}: making {directory.name}")
            self._make(directory, make)
        return Stage(name, digest, directory)

    def _make(self, directory: Path, make: Callable[[Path, Path], None]) -> None:
        partial = self.root / f"partial-{directory.name}"
        checkpoints = self.root / CHECKPOINTS / directory.name
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        checkpoints.mkdir(parents=True, exist_ok=True)
        make(partial, checkpoints)
        partial.replace(directory)
        shutil.rmtree(checkpoints, ignore_errors=True)


def _digest(name: str, settings: Mapping[str, Any], inputs: tuple[Stage, ...]) -> str:
    about = {"name": name, "settings": settings, "inputs": [stage.digest for stage in inputs]}
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:12]
