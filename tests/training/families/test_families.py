"""The table of families: every one by name, with options of its own, under one contract."""

import argparse
from pathlib import Path

import numpy as np
import pytest

from training.families import FAMILIES, NOWHERE, family_module, load_family, make_family

DEEP = {"lstm", "modernbert"}
every_family = pytest.mark.parametrize("name", FAMILIES)


@pytest.fixture(autouse=True)
def libraries(request: pytest.FixtureRequest) -> None:
    """Skip a deep family where the deep layer is not installed."""
    if "name" in request.fixturenames and request.getfixturevalue("name") in DEEP:
        pytest.importorskip("torch", reason="training/requirements-deep.txt is not installed")


@every_family
def test_a_family_goes_by_the_name_it_is_found_under(name: str) -> None:
    assert make_family(name).name == name


@every_family
def test_a_family_accepts_its_own_options(name: str) -> None:
    parser = argparse.ArgumentParser()
    family_module(name).add_arguments(parser)
    assert family_module(name).from_options(parser.parse_args([])).parameters


def test_a_saved_family_is_read_by_its_name(tmp_path: Path) -> None:
    family = make_family("tfidf")
    texts, y = ["good crew today", "late again today"], np.array([1, 0], np.int8)
    family.fit(texts, y, texts, y)
    family.save(tmp_path)
    assert load_family("tfidf", tmp_path).name == "tfidf"


def test_a_workspace_may_be_nowhere() -> None:
    NOWHERE.on_epoch(1, {"train_loss": 0.5})
    assert NOWHERE.checkpoints is None


def test_the_application_serves_families_that_need_no_torch() -> None:
    served = {name for name, family in FAMILIES.items() if family.served}
    assert served == {"light", "tfidf"}
    assert not any("torch" in FAMILIES[name].libraries for name in served)
