"""Tasks of the workers of a cluster: the same code that scores a file on one machine."""

import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from airparadis.files.opening import open_here
from airparadis.files.registry import format_named
from airparadis.files.scoring.result import Counts, added_to, columns_of
from airparadis.files.scoring.rows import score_rows
from airparadis.files.table import Layout, ReadOptions, Sink, WriteOptions
from airparadis.files.writing import aside
from airparadis.ml.artifact import MANIFEST_NAME, read_verified
from airparadis.ml.contract import Classifier
from airparadis.ml.families import load_classifier
from airparadis.text.cleaning import TEXT_VERSION
from training.cluster.archive import Partition, Scored, fingerprint

Artifact = Mapping[str, bytes]
"""Files of a model directory by name: 11 MB for the bundled one."""


def pack(directory: Path) -> Artifact:
    """Read a verified model directory, to be sent to the machines.

    Raises:
        ArtifactError: it cannot be verified.
    """
    names = (*read_verified(directory).files, MANIFEST_NAME)
    return {name: (directory / name).read_bytes() for name in names}


def environment() -> dict[str, str]:
    """Return versions that scores depend on to the last bit, beside the model."""
    return {
        "text version": str(TEXT_VERSION),
        "machine": platform.machine(),
        "numpy": np.__version__,
        "pyarrow": pa.__version__,
    }


def score_partition(artifact: Artifact, partition: Partition, column: str) -> Scored:
    """Score a partition: write its result as a whole, then its manifest.

    Raises:
        ArtifactError: the model cannot be verified on this machine.
        FileError: the partition cannot be read, or has no such column of text.
    """
    classifier = _classifier(_Packed(artifact))
    manifest = classifier.manifest
    found = fingerprint(partition.source)
    counts = Counts()
    partition.target.parent.mkdir(parents=True, exist_ok=True)
    partition.manifest.unlink(missing_ok=True)
    with (
        open_here(partition.source, ReadOptions(column=column)) as source,
        _sink(partition.target, source.layout) as sink,
    ):
        for block in source.blocks():
            texts = block.texts(source.layout.text_column)
            rows = score_rows(classifier, texts)
            columns = columns_of(rows, manifest.version, manifest.uncertain_below)
            sink.write(block, columns.cells())
            counts.add(texts, columns)
    size = partition.target.stat().st_size
    done = Scored(manifest.version, column, found, size, counts.as_json())
    done.write(partition.manifest)
    return done


@contextmanager
def _sink(path: Path, layout: Layout) -> Iterator[Sink]:
    form = format_named(layout.format)
    with (
        aside(path) as temporary,
        form.create(temporary, layout, added_to(layout.columns), WriteOptions()) as sink,
    ):
        yield sink


class _Packed:
    """An artifact as a key of a cache: equal if its manifest is."""

    def __init__(self, files: Artifact) -> None:
        self.files = files

    def __hash__(self) -> int:
        return hash(self.files[MANIFEST_NAME])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Packed) and other.files[MANIFEST_NAME] == self.files[MANIFEST_NAME]
        )


@lru_cache(maxsize=1)
def _classifier(packed: _Packed) -> Classifier:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in packed.files.items():
            (Path(folder) / name).write_bytes(content)
        return load_classifier(Path(folder))
