"""The cards say what the bundled models' manifests say, and still what the models cannot do."""

import shutil
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT
from airparadis.ml.artifact import BUNDLED_MODEL, Manifest, read_verified
from training.__main__ import main
from training.errors import TrainingError
from training.reporting.cards import CARDS, facts, figures, filled, parts_of

DOCS = ROOT / "docs"


@pytest.fixture
def manifest() -> Manifest:
    return read_verified(BUNDLED_MODEL)


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_up_to_date(card: str) -> None:
    """If it fails, run `python -m training cards`."""
    text = (DOCS / card).read_text("utf-8")
    assert filled(text, parts_of(CARDS[card])) == text


@pytest.mark.parametrize("card", ["model.md", "precise.md"])
def test_a_model_card_says_what_the_model_cannot_do(card: str) -> None:
    text = (DOCS / card).read_text("utf-8")
    cannot = text.split("## What it cannot do")[1].split("\n## ")[0]
    assert cannot.count("\n- ") >= 5
    assert "<!-- generated" not in cannot


def test_every_set_of_rows_has_its_line(manifest: Manifest) -> None:
    lines = figures(manifest).splitlines()
    assert len(lines) == 2 + len(manifest.metrics)
    accuracy = f"{manifest.metrics['validation']['accuracy']:.4f}".removeprefix("0")
    line = next(line for line in lines if line.startswith("| Sentiment140, validation |"))
    assert f"| {accuracy} |" in line
    assert len({line.count("|") for line in lines}) == 1


def test_a_figure_that_a_set_lacks_is_left_empty(manifest: Manifest) -> None:
    metrics = {"test": {"rows": 10.0, "accuracy": 0.8}, "odd": {"rows": 5.0, "f1": 1.0}}
    lines = figures(manifest.model_copy(update={"metrics": metrics})).splitlines()
    assert lines[0] == "| rows | number | accuracy | F1 |"
    assert lines[2:] == ["| Sentiment140, test | 10 | .8000 | |", "| odd | 5 | | 1.0000 |"]


def test_facts_name_version_and_settings(manifest: Manifest) -> None:
    said = facts(manifest)
    assert f"`{manifest.version}`" in said
    assert all(f"`{name}`" in said for name in manifest.parameters)


def test_only_what_stands_between_the_marks_changes() -> None:
    text = "before\n<!-- generated: x -->\nold\n<!-- end -->\nafter <!-- end -->\n"
    once = filled(text, {"x": r"new \1"})
    assert once == "before\n<!-- generated: x -->\n\nnew \\1\n\n<!-- end -->\nafter <!-- end -->\n"
    assert filled(once, {"x": r"new \1"}) == once


def test_a_card_without_the_marks_is_refused() -> None:
    with pytest.raises(TrainingError, match="no place for the generated part 'x'"):
        filled("nothing here", {"x": "new"})


def test_the_command_fills_the_cards(tmp_path: Path) -> None:
    for card in CARDS:
        shutil.copy(DOCS / card, tmp_path)
    text = (tmp_path / "model.md").read_text("utf-8")
    (tmp_path / "model.md").write_text(
        text.replace("| Sentiment140, validation |", "| other |"), "utf-8"
    )
    assert main(["cards", "--docs", str(tmp_path)]) == 0
    assert (tmp_path / "model.md").read_text("utf-8") == text


def test_cards_that_are_not_there_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cards", "--docs", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("python -m training: cannot write ")
