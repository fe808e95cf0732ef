"""`flask streams collect` writes posts of a Jetstream into a file."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from tests.support.servers.fake_jetstream import FakeJetstream, post, running


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def jetstream() -> Iterator[FakeJetstream]:
    with running() as server:
        yield server


def test_posts_are_written_once_over_a_lost_connection(
    runner: FlaskCliRunner, jetstream: FakeJetstream, tmp_path: Path
) -> None:
    file = tmp_path / "posts.jsonl"
    jetstream.hang_up_after = [3]
    jetstream.add(*(post(number) for number in range(1, 6)), post(6, "tea"), post(7))
    options = ["--posts", "6", "--term", "air france", "--url", jetstream.url]
    result = runner.invoke(args=["streams", "collect", str(file), *options])
    assert result.output == "6 written\n"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [row["id"][-1] for row in rows] == ["1", "2", "3", "4", "5", "7"]
    assert rows[0]["text"] == "air france lost my bag"
    again = runner.invoke(args=["streams", "collect", str(file), *options])
    assert (again.exit_code, again.stderr) == (1, f"Error: {file} exists already\n")


def test_it_ends_by_time_and_by_ctrl_c(
    runner: FlaskCliRunner, jetstream: FakeJetstream, tmp_path: Path
) -> None:
    command = ["streams", "collect", str(tmp_path / "a"), "--url", jetstream.url]
    assert runner.invoke(args=[*command, "--minutes", "0.01"]).output == "0 written\n"
    jetstream.add(post(1))
    command[2] = str(tmp_path / "b")
    signal.setitimer(signal.ITIMER_REAL, 1)
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    result = runner.invoke(args=command)
    assert (result.exit_code, result.output) == (0, "1 written\n")
