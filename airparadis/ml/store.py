"""The store of released models, and the choice of the one served.

`models/<version>/` holds an artifact; the file `models/served` names the version served by every
process. It is replaced atomically, so that a reader sees the old name or the new one. Without it,
the model of the settings is served.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import Manifest, manifest_digest, read_verified

if TYPE_CHECKING:
    from airparadis.ml.contract import Classifier

POINTER = "served"


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The folder of released models, and the model served without a release."""

    folder: Path
    default: Path
    allow_joblib: bool = False
    """Whether models that are pickles may be loaded: `MODEL_JOBLIB`."""

    digests: Callable[[], Mapping[str, str]] = dict
    """Reads the digest that the manifest of each released version had when it was released."""

    def served(self) -> Path:
        """Return the artifact directory to serve now."""
        try:
            version = (self.folder / POINTER).read_text("utf-8").strip()
        except FileNotFoundError:
            return self.default
        return self.folder / Path(version).name

    def stamp(self) -> tuple[int, int] | None:
        """Return a value that changes with every release; costs one `stat`."""
        try:
            found = (self.folder / POINTER).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def load(self, directory: Path, digests: Mapping[str, str] | None = None) -> "Classifier":
        """Load a model that is what was released under its version.

        Raises:
            ArtifactError: it cannot be verified, is not what was released, or is a pickle.
        """
        from airparadis.ml.families import load_classifier  # NumPy, which preparing needs not

        self.verify(directory, digests)
        return load_classifier(directory, allow_joblib=self.allow_joblib)

    def verify(self, directory: Path, digests: Mapping[str, str] | None = None) -> Manifest:
        """Verify all that `load` verifies, without loading.

        Raises:
            ArtifactError: see `load`.
        """
        from airparadis.ml.families import check_formats

        known = self.digests() if digests is None else digests
        manifest = read_verified(directory)
        check_formats(manifest, allow_joblib=self.allow_joblib)
        released = known.get(manifest.version)
        if released is not None and manifest_digest(directory) != released:
            raise ArtifactError(f"model {manifest.version} in {directory} is not what was released")
        return manifest

    def directory(self, version: str) -> Path:
        """Return the directory of a version.

        Raises:
            ArtifactError: it is neither in the store nor the default.
        """
        stored = self.folder / Path(version).name
        if stored.is_dir():
            return stored
        if read_verified(self.default).version != version:
            raise ArtifactError(f"no model {version} in {self.folder}")
        return self.default

    def add(self, artifact: Path) -> Manifest:
        """Copy a verified artifact into the store atomically, unless it is there already.

        Raises:
            ArtifactError: it cannot be verified.
        """
        manifest = read_verified(artifact)
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / manifest.version
        if not target.is_dir():
            with tempfile.TemporaryDirectory(dir=self.folder) as aside:
                staged = Path(aside) / manifest.version
                shutil.copytree(artifact, staged)
                read_verified(staged)
                staged.replace(target)
        return manifest

    def serve(self, version: str) -> None:
        """Serve a version in every process, from its next request on.

        Raises:
            ArtifactError: there is no such version.
        """
        directory = self.directory(version)
        pointer = self.folder / POINTER
        if directory == self.default:
            pointer.unlink(missing_ok=True)
            return
        descriptor, aside = tempfile.mkstemp(dir=self.folder, prefix=POINTER)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(version + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(pointer)
