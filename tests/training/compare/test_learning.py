"""`python -m training learning-curve`: one process a size, the points kept for `compare`."""

import json
from pathlib import Path

import pytest

from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.compare.figures import LearningPoint
from training.compare.learning import read_curves
from training.errors import TrainingError

CURVES = Path("instance/training/learning-curve")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_published(tmp_path / "tweets.csv", published_rows(400))


def test_each_size_is_fitted_and_judged_on_validation_rows(data: Path) -> None:
    assert main(["learning-curve", "tfidf", "--data", str(data), "--sizes", "290", "40"]) == 0
    points = read_curves(CURVES)
    assert [(point.family, point.training_rows) for point in points] == [
        ("tfidf", 40),
        ("tfidf", 290),
    ]
    for point in points:
        assert point.accuracy > 0.6
        assert point.seconds > 0
        assert point.peak_memory_mb > 20


def test_the_last_point_is_of_all_rows_where_there_are_fewer(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ["--sizes", "40", "291", "1000"]
    assert main(["learning-curve", "tfidf", "--data", str(data), *sizes]) == 0
    assert [point.training_rows for point in read_curves(CURVES)] == [40, 290]
    assert "290 rows, all there are: accuracy" in capsys.readouterr().out


def test_curves_are_read_by_family_and_size(tmp_path: Path) -> None:
    points = [
        {"family": family, "training_rows": rows, "accuracy": 0.8, "roc_auc": 0.9}
        | {"seconds": 1.0, "peak_memory_mb": 100.0}
        for family, rows in (("tfidf", 1000), ("light", 500))
    ]
    for point in points:
        (tmp_path / f"{point['family']}.json").write_text(json.dumps([point]))
    assert [point.family for point in read_curves(tmp_path)] == ["light", "tfidf"]
    assert read_curves(tmp_path)[0] == LearningPoint("light", 500, 0.8, 0.9, 1.0, 100.0)


def test_without_curves_there_are_no_points(tmp_path: Path) -> None:
    assert read_curves(tmp_path / "nowhere") == []


@pytest.mark.parametrize("content", ["no JSON", '[{"family": "light"}]', "3"])
def test_a_file_that_is_no_curve_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content)
    with pytest.raises(TrainingError, match=r"odd\.json is not a learning curve"):
        read_curves(tmp_path)
