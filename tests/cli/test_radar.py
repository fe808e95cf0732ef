"""`flask radar replay` prints the alerts of a file, by the clock of its tweets."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskCliRunner

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)


def rows() -> list[str]:
    quiet = [(BEGIN + timedelta(minutes=9 * n), "good morning") for n in range(700)]
    burst = [(BEGIN + timedelta(days=4, minutes=n), "air france is the worst") for n in range(20)]
    return [f"{n},{text},{at.isoformat()}\n" for n, (at, text) in enumerate([*quiet, *burst])]


def test_a_replay_prints_the_alerts_of_a_file(runner: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "tweets.csv"
    file.write_text("id,text,created_at\n" + "".join(rows()) + "x,broken,never\n")
    runner.invoke(args=["streams", "add", "Air France", "--term", "air france"])
    plot = tmp_path / "plot.svg"
    command = ["radar", "replay", "--stream", "Air France", "--data", str(file)]
    result = runner.invoke(args=[*command, "--speed", "1e9", "--plot", str(plot)])
    assert result.exit_code == 0
    assert "Air France: 20 of 720 tweets" in result.output
    (alert,) = [line for line in result.output.splitlines() if "severity" in line]
    assert alert.startswith("2026-05-05 00:05 UTC")
    image = ElementTree.parse(plot).getroot()  # noqa: S314 (our own)
    titles = [title.text for title in image.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["Air France: 20 tweets", "05 May 00:05, severity 6"]


def test_a_replay_needs_a_stream(runner: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "tweets.csv"
    file.write_text("id,text,created_at\n")
    result = runner.invoke(args=["radar", "replay", "--stream", "x", "--data", str(file)])
    assert result.exit_code == 1
    assert "Error: there is no stream named 'x'" in result.stderr
