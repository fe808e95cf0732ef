"""Sizes of installed libraries."""

import importlib.metadata
from pathlib import Path

import pytest

from training.compare.footprint import installed_megabytes


def test_a_distribution_counts_with_all_it_requires() -> None:
    files = [
        Path(str(file.locate()))
        for name in ("jinja2", "markupsafe")
        for file in importlib.metadata.files(name) or []
    ]
    alone = sum(path.stat().st_size for path in files if path.is_file())
    assert alone > 0
    assert installed_megabytes(["Jinja2"]) == pytest.approx(alone / 1e6)
    assert installed_megabytes(["jinja2", "markupsafe"]) == installed_megabytes(["jinja2"])


def test_a_distribution_that_is_not_installed_takes_no_room() -> None:
    assert installed_megabytes(["no-such-distribution-anywhere"]) == 0
