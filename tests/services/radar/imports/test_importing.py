"""An import can be broken off and started again; nothing is stored twice."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import FileImport, Tweet
from airparadis.domain.radar.sources.ingest_schema import RowFault
from airparadis.files.tweets.reading import TweetFile
from airparadis.services.radar.imports import importing
from airparadis.services.radar.imports.importing import Batches, Progress, import_file
from airparadis.services.radar.imports.scoring_pool import PreparingPool
from airparadis.services.radar.preparing import Prepared, Preparer, watched
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model
from tests.support.streams import NOON, stream, tweet

HEAD = "id,text,created_at\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tweets.csv"
    lines = [f"{n},air france is bad,2026-05-01T10:00:{n:02}Z\n" for n in range(25)]
    path.write_text(HEAD + "".join(lines) + "26,late,never\n" + lines[0])
    return path


def run(session: Session, path: Path, batches: int | None = None) -> Progress:
    """Import all, or break off after some batches."""
    preparer = Preparer(FakeClassifier(), watched(session))

    def prepare(given: Batches) -> Iterator[tuple[Progress, list[Prepared]]]:
        return ((batch, preparer.prepare(tweets)) for batch, tweets in given)

    steps = import_file(session, TweetFile(path), prepare, NOON)
    return list(islice(steps, batches))[-1]


@pytest.mark.parametrize("size", [1, 10, 1000])
def test_every_row_is_stored_or_refused_by_its_number(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(importing, "BATCH", size)
    stream(session)
    progress = run(session, file)
    assert (progress.rows, progress.new, progress.matched, progress.refused) == (27, 25, 25, 1)
    assert [(refused.number, refused.error.fault) for refused in progress.faults] == [
        (26, RowFault.TIME)
    ]


def test_an_import_that_was_broken_off_goes_on_there(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    assert run(session, file, batches=1).new == 10
    assert session.scalar(select(FileImport.rows)) == 10
    rest = run(session, file)
    assert (rest.rows, rest.new) == (27, 15)
    assert session.scalar(select(func.count()).select_from(Tweet)) == 25


def test_tweets_that_another_file_brought_are_known(session: Session, file: Path) -> None:
    run(session, file)
    longer = file.with_name("longer.csv")
    longer.write_text(file.read_text() + "27,new,2026-05-01T10:00:00Z\n")
    progress = run(session, longer)
    assert (progress.new, progress.known) == (1, 26)


def test_several_processes_prepare_in_order_what_one_would(tmp_path: Path) -> None:
    from airparadis.ml.families import load_classifier
    from airparadis.services.radar.preparing import Watched

    model = write_light_model(tmp_path / "model")
    wanted = Watched({1: ("meal",)}, {1: frozenset()})
    batches = [(n, [tweet(n, f"a {word} meal")]) for n, word in enumerate(["good", "bad"] * 6)]
    with PreparingPool[int](model, wanted, 2) as pool:
        found = list(pool.prepare(batches))
    one = Preparer(load_classifier(model), wanted)
    assert found == [(n, one.prepare(tweets)) for n, tweets in batches]


def test_the_command_says_what_came_in(
    runner: FlaskCliRunner, session: Session, file: Path
) -> None:
    added = runner.invoke(args=["streams", "add", "Air France", "--term", "air france"])
    assert added.exit_code == 0
    result = runner.invoke(args=["streams", "import", str(file)])
    assert result.exit_code == 0
    assert "25 new, 1 known, 1 refused; 25 in a stream" in result.output
    assert "row 26" in result.stderr
    listed = runner.invoke(args=["streams", "list"])
    assert listed.output == "Air France\tbalanced\tair france\n"
    assert runner.invoke(args=["streams", "remove", "Air France"]).exit_code == 0
    assert runner.invoke(args=["streams", "list"]).output == ""


def test_what_cannot_be_imported_ends_in_one_line(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "tweets.csv"
    path.write_text("no,columns\n")
    result = runner.invoke(args=["streams", "import", str(path)])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr


def test_the_command_says_first_what_is_too_old_to_be_kept(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "tweets.csv"
    path.write_text(
        "id,text,created_at\n1,so late,2015-02-24T11:15:36Z\n2,no bag,2015-02-25T11:15:36Z\n"
    )
    result = runner.invoke(args=["streams", "import", str(path)])
    assert result.stderr.startswith("2 tweets are older than 180 days: only counts are kept")
    assert "2 new" in result.stdout
