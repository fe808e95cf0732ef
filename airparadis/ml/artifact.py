"""Model artifacts: a manifest and the files it lists, written by training, verified here.

A directory is served only if every file matches its manifest and the code is the one the model was
fitted with. Nothing is unpickled before that.
"""

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.lib.errors import ArtifactError
from airparadis.text.cleaning import READABLE_TEXT_VERSIONS, TEXT_VERSION
from airparadis.text.language import Language

BUNDLED_MODEL = Path(__file__).with_name("bundled_model")

MANIFEST_NAME = "manifest.json"
FORMAT_VERSION = 1
LANGUAGES_SEPARATOR = "+"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Probability = Annotated[float, Field(ge=0, le=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRecord(_Frozen):
    """A file of the artifact: its digest and its size in bytes."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class Manifest(_Frozen):
    """The contents of an artifact, its training data and its metrics.

    `libraries` names only what the family needs to read its files, with exact versions; `metrics`
    maps names of row sets to figures; `uncertain_below` is the confidence under which a prediction
    is called uncertain; `reference` is the model's profile of the validation rows, the baseline for
    drift. `language` names the languages that are scored, joined by `+`: `en`, `en+fr`.
    """

    format_version: int = FORMAT_VERSION
    version: Annotated[str, Field(pattern=r"^[a-z0-9]+-\d{4}\.\d{2}\.\d{2}-[0-9a-f]{8}$")]
    family: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    language: Annotated[str, Field(pattern=r"^(en|fr)(\+(en|fr))*$")]
    created_at: datetime
    text_version: int
    libraries: Mapping[str, str]
    files: Mapping[str, FileRecord]
    data_fingerprint: str
    split_variant: str
    split_fingerprint: str
    uncertain_below: Probability
    parameters: Mapping[str, bool | int | float | str]
    metrics: Mapping[str, Mapping[str, float]]
    reference: Profile | None = None

    @property
    def languages(self) -> frozenset[Language]:
        """The languages of tweets that the model scores."""
        return frozenset(map(Language, self.language.split(LANGUAGES_SEPARATOR)))


def read_verified(directory: Path) -> Manifest:
    """Read the manifest of `directory` and verify everything it states.

    Raises:
        ArtifactError: no readable manifest; a file missing, altered, unlisted or outside the
            directory; another text or library version; a version that is not the one of the
            content. The message is one line.
    """
    manifest = read_manifest(directory)
    _check_format(manifest)
    _check_text_version(manifest)
    _check_libraries(manifest.libraries)
    _check_names(directory, manifest.files)
    for name, record in manifest.files.items():
        _check_file(directory / name, record)
    _check_version(manifest)
    return manifest


def read_manifest(directory: Path) -> Manifest:
    """Read the manifest of `directory` without verifying the files: to show, never to load.

    Raises:
        ArtifactError: no readable manifest.
    """
    path = directory / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ArtifactError(f"no model at {path.parent}: cannot read {path.name}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "whole file"
        raise ArtifactError(f"{path} is not a manifest: {where}: {first['msg']}") from error


def manifest_digest(directory: Path) -> str:
    """Return the SHA-256 of the manifest, and with it of every file that it lists.

    Raises:
        ArtifactError: it cannot be read.
    """
    try:
        return _sha256(directory / MANIFEST_NAME)
    except OSError as error:
        raise ArtifactError(f"no model at {directory}: cannot read {MANIFEST_NAME}") from error


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Write `manifest` as indented JSON beside the files it lists."""
    (directory / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")


def record_files(directory: Path) -> dict[str, FileRecord]:
    """Return digest and size of every file of `directory` except the manifest, by name."""
    paths = sorted(path for path in directory.iterdir() if path.name != MANIFEST_NAME)
    return {path.name: FileRecord(sha256=_sha256(path), size=path.stat().st_size) for path in paths}


def version_name(family: str, created_at: datetime, files: Mapping[str, FileRecord]) -> str:
    """Name a model by its family, its day (UTC) and eight hexadecimal digits of its content."""
    digests = "".join(f"{name}:{files[name].sha256}\n" for name in sorted(files))
    content = hashlib.sha256(digests.encode()).hexdigest()[:8]
    return f"{family}-{created_at.astimezone(UTC):%Y.%m.%d}-{content}"


def installed_versions(libraries: Iterable[str]) -> dict[str, str]:
    """Return the installed versions of the named distributions."""
    return {name: importlib.metadata.version(name) for name in libraries}


def _check_format(manifest: Manifest) -> None:
    if manifest.format_version != FORMAT_VERSION:
        raise ArtifactError(
            f"model {manifest.version} has manifest format {manifest.format_version}, "
            f"this code reads format {FORMAT_VERSION}"
        )


def _check_text_version(manifest: Manifest) -> None:
    if manifest.text_version not in READABLE_TEXT_VERSIONS:
        raise ArtifactError(
            f"model {manifest.version} was fitted on text version {manifest.text_version}, "
            f"this code cleans to version {TEXT_VERSION}: train it again"
        )


def _check_libraries(libraries: Mapping[str, str]) -> None:
    for name, wanted in libraries.items():
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise ArtifactError(f"the model needs {name} {wanted}, which is missing") from None
        if found != wanted:
            raise ArtifactError(f"the model needs {name} {wanted}, installed is {found}")


def _check_version(manifest: Manifest) -> None:
    found = version_name(manifest.family, manifest.created_at, manifest.files)
    if found != manifest.version:
        raise ArtifactError(f"model {manifest.version} has the content of {found}")


def _check_names(directory: Path, files: Mapping[str, FileRecord]) -> None:
    for name in files:
        if Path(name).name != name or name in {"", ".", "..", MANIFEST_NAME} or "\\" in name:
            raise ArtifactError(f"manifest of {directory} lists {name!r}, not a plain file name")
    present = {path.name for path in directory.iterdir()} - {MANIFEST_NAME}
    if unlisted := sorted(present - set(files)):
        raise ArtifactError(f"{directory / unlisted[0]} is not listed in the manifest")


def _check_file(path: Path, record: FileRecord) -> None:
    if not path.is_file() or path.is_symlink():
        raise ArtifactError(f"{path} is listed in the manifest but is missing")
    if path.stat().st_size != record.size or _sha256(path) != record.sha256:
        raise ArtifactError(f"{path} is not the file its manifest describes")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
