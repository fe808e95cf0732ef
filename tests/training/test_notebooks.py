"""The notebooks run from top to bottom, on a small sample."""

import ast
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import training
from airparadis.lib.project import ROOT
from tests.support.training.tweets import published_rows, write_published
from training.errors import TrainingError

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def tweets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("tweets") / "t.csv", published_rows(400))


def run(cells: list[dict[str, Any]]) -> object:
    """Run the code cells in one namespace; return what the last one shows."""
    names: dict[str, Any] = {}
    shown: object = None
    for cell in cells:
        if cell["cell_type"] == "code":
            *body, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - ours
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
            else:
                exec(compile(ast.Module([last], []), "cell", "exec"), names)  # noqa: S102
    return shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_is_stored_without_output(
    path: Path, tweets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWEETS", str(tweets))
    monkeypatch.setenv("MPLBACKEND", "agg")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    run(cells)


def test_pandas_goes_in_and_comes_out(tweets: Path) -> None:
    frame = training.read_tweets(tweets)
    assert frame["label"].value_counts().to_dict() == {"negative": 200, "positive": 200}
    parts = training.split_tweets(frame)
    assert sum(map(len, parts.values())) == len(frame)
    model = training.fit("tfidf", parts["train"], parts["validation"], C=2.0)
    found = model.predict(pd.Series(["the crew was lovely", "the seat is broken"], index=[7, 9]))
    assert found["label"].to_dict() == {7: "positive", 9: "negative"}
    assert model.figures(parts["validation"])["accuracy"] > 0.9
    assert len(model.mistakes(frame)) < 20
    with pytest.raises(TrainingError, match="tfidf does not explain its scores"):
        model.explain("the crew was lovely")
    with pytest.raises(TrainingError, match="tfidf has no option depth"):
        training.fit("tfidf", parts["train"], parts["validation"], depth=3)


def test_a_loaded_model_explains_a_tweet_by_its_words() -> None:
    shares = training.load_model("bundled").explain("The crew was lovely")
    assert shares.is_monotonic_increasing
    assert shares.index[-1] == "lovely"
    assert shares.iloc[-1] > 0
