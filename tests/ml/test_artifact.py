"""A model directory is served only if it matches its manifest to the byte."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import (
    MANIFEST_NAME,
    Manifest,
    installed_versions,
    read_verified,
    record_files,
    version_name,
    write_manifest,
)
from airparadis.ml.store import ModelStore
from airparadis.text.cleaning import TEXT_VERSION

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "weights.bin").write_bytes(b"weights")
    (tmp_path / "words.txt").write_text("words")
    files = record_files(tmp_path)
    manifest = Manifest(
        version=version_name("light", NOW, files),
        family="light",
        language="en",
        created_at=NOW,
        text_version=TEXT_VERSION,
        libraries=installed_versions(["numpy"]),
        files=files,
        data_fingerprint="d",
        split_variant="published",
        split_fingerprint="s",
        uncertain_below=0.6,
        parameters={"C": 1.0},
        metrics={"test": {"accuracy": 0.8}},
    )
    write_manifest(tmp_path, manifest)
    return tmp_path


def alter(directory: Path, **changes: Any) -> None:
    path = directory / MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def refusal(directory: Path) -> str:
    with pytest.raises(ArtifactError) as caught:
        read_verified(directory)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_written_manifest_is_read_back(directory: Path) -> None:
    manifest = read_verified(directory)
    assert manifest.version.startswith("light-2026.11.23-")
    assert manifest.metrics["test"]["accuracy"] == 0.8
    assert manifest.created_at == NOW


def test_the_version_follows_the_content(directory: Path) -> None:
    before = version_name("light", NOW, record_files(directory))
    (directory / "words.txt").write_text("other")
    assert version_name("light", NOW, record_files(directory)) != before


def test_a_manifest_cannot_be_changed_in_memory(directory: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_verified(directory).family = "tfidf"  # type: ignore[misc]


def test_an_altered_file_is_refused(directory: Path) -> None:
    (directory / "weights.bin").write_bytes(b"Weights")  # the same size
    assert "weights.bin is not the file its manifest describes" in refusal(directory)


def test_a_missing_file_is_refused(directory: Path) -> None:
    (directory / "words.txt").unlink()
    assert "words.txt is listed in the manifest but is missing" in refusal(directory)


def test_an_unlisted_file_is_refused(directory: Path) -> None:
    (directory / "more.pkl").touch()
    assert "more.pkl is not listed" in refusal(directory)


def test_a_link_in_place_of_a_file_is_refused(directory: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "words.txt"
    os.replace(directory / "words.txt", elsewhere)  # noqa: PTH105
    (directory / "words.txt").symlink_to(elsewhere)
    assert "is missing" in refusal(directory)


@pytest.mark.parametrize("name", ["../words.txt", "/etc/passwd", "a/b", "..", "", "a\\b"])
def test_a_file_outside_the_directory_is_refused(directory: Path, name: str) -> None:
    alter(directory, files={name: {"sha256": "0" * 64, "size": 0}})
    assert "not a plain file name" in refusal(directory)


def test_a_directory_without_a_manifest_is_refused(tmp_path: Path) -> None:
    assert "no model at" in refusal(tmp_path)
    assert "no model at" in refusal(tmp_path / "absent")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"family": "light"}', "\xff"])
def test_an_unreadable_manifest_is_refused(directory: Path, content: str) -> None:
    (directory / MANIFEST_NAME).write_text(content, "latin-1")
    assert "is not a manifest" in refusal(directory)


def test_another_text_version_is_refused(directory: Path) -> None:
    alter(directory, text_version=TEXT_VERSION + 1)
    assert f"this code cleans to version {TEXT_VERSION}" in refusal(directory)


def test_another_manifest_format_is_refused(directory: Path) -> None:
    alter(directory, format_version=99)
    assert "manifest format 99" in refusal(directory)


def test_another_library_version_is_refused(directory: Path) -> None:
    alter(directory, libraries={"numpy": "0.1"})
    assert "needs numpy 0.1, installed is" in refusal(directory)


def test_a_missing_library_is_refused(directory: Path) -> None:
    alter(directory, libraries={"no-such-library": "1.0"})
    assert "needs no-such-library 1.0, which is missing" in refusal(directory)


def test_a_reference_of_other_bins_is_refused(directory: Path) -> None:
    reference = {"scores": [1, 2], "confidence": 2.0, "foreign": 0, "lengths": [3], "words": 9}
    alter(directory, reference=reference)
    assert "should have 20 scores" in refusal(directory)


def test_a_version_that_is_not_of_its_content_is_refused(directory: Path) -> None:
    (directory / "words.txt").write_text("evil")
    files = {name: record.model_dump() for name, record in record_files(directory).items()}
    alter(directory, files=files)
    assert "has the content of light-2026.11.23-" in refusal(directory)


def test_a_pickle_is_refused_unless_the_operator_allows_it(directory: Path) -> None:
    """The refusal comes before it is opened: to load a pickle would run its content."""
    (directory / "pipeline.joblib").write_bytes(b"cos\nabort\n(tR.")
    files = record_files(directory)
    alter(
        directory,
        family="tfidf",
        version=version_name("tfidf", NOW, files),
        files={name: record.model_dump() for name, record in files.items()},
    )
    store = ModelStore(directory / "none", directory)
    with pytest.raises(ArtifactError, match="set MODEL_JOBLIB=true"):
        store.load(directory)
    assert ModelStore(directory / "none", directory, allow_joblib=True).verify(directory)
