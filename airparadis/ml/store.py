"""The released models on disk, and which of them is served.

`models/<version>/` holds an artifact; the file `models/served` names the version that every
process serves. It is replaced as a whole, so that a reader sees the old name or the new one. No
such file: the model of the settings is served.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import Manifest, read_verified

POINTER = "served"


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The folder of released models, and the model that is served without any release."""

    folder: Path
    default: Path

    def served(self) -> Path:
        """The artifact directory that is to be served now."""
        try:
            version = (self.folder / POINTER).read_text("utf-8").strip()
        except FileNotFoundError:
            return self.default
        return self.folder / Path(version).name

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever another release is made; costs one `stat`."""
        try:
            found = (self.folder / POINTER).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def directory(self, version: str) -> Path:
        """Where a version lies.

        Raises:
            ArtifactError: it is neither kept here nor the default.
        """
        kept = self.folder / Path(version).name
        if kept.is_dir():
            return kept
        if read_verified(self.default).version != version:
            raise ArtifactError(f"no model {version} is kept in {self.folder}")
        return self.default

    def keep(self, artifact: Path) -> Manifest:
        """Copy a verified artifact into the folder, aside first; one kept already stays.

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
        """Let every process serve a version, from its next request on.

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
