"""The recipes of docs/extending.md, executed: what is registered here works end to end."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.__main__ import main
from airparadis.cli import score_file
from airparadis.config.settings import Config
from airparadis.db.tables import StreamTweet, Tweet
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.files import opening, registry
from airparadis.files.notes import Notes
from airparadis.files.streams import RawFile
from airparadis.files.table import (
    Added,
    Block,
    Layout,
    ReadOptions,
    Sink,
    Source,
    TableFormat,
    WriteOptions,
)
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors import registry as connectors
from airparadis.services.radar.connectors.connector import Connector, Intake
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model
from tests.support.streams import NOON, stream

MAGIC = b"%toy\n"


class ToySource:
    """A line a tweet, below the format's name."""

    def __init__(self, raw: RawFile) -> None:
        lines = raw.stream.read(1_000_000).decode().splitlines()[1:]
        self._rows = [[line] for line in lines]
        self.layout = Layout("toy", ("tweet",), 0)
        self.notes = Notes()
        self.progress = 0.0

    def sample(self) -> Sequence[Sequence[str]]:
        return self._rows[:10]

    def blocks(self) -> Iterator[Block]:
        self.progress = 1.0
        yield Block(1, self._rows)


class ToySink(AbstractContextManager["ToySink"]):
    """The same with what a result adds behind each tweet."""

    def __init__(self, path: Path) -> None:
        self._path, self._lines = path, [MAGIC.decode().strip()]

    def write(self, block: Block, added: Sequence[Sequence[object]]) -> None:
        for (tweet,), *more in zip(block.rows(), *added, strict=True):
            self._lines.append(" | ".join(map(str, [tweet, *more])))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._path.write_text("\n".join(self._lines))


class ToyFormat:
    name = "toy"
    suffixes: tuple[str, ...] = (".toy",)
    media_type = "text/x-toy"

    def recognises(self, head: bytes, suffix: str) -> bool:
        return head.startswith(MAGIC)

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        return ToySource(raw)

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        return ToySink(path)


def test_a_registered_format_is_scored_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats: Sequence[TableFormat] = (ToyFormat(), *registry.FORMATS)
    monkeypatch.setattr(registry, "FORMATS", formats)
    monkeypatch.setattr(score_file, "open_table", opening.open_here)  # a child knows no toys
    source, out = tmp_path / "tweets.toy", tmp_path / "scored.toy"
    source.write_bytes(MAGIC + b"I love this flight\nI hate this delay\n")
    model = write_light_model(tmp_path / "model")
    arguments = ["score", str(source), "--out", str(out), "--model", str(model)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    _, first, second = out.read_text().splitlines()
    assert first.startswith("I love this flight | positive")
    assert second.startswith("I hate this delay | ")
    assert "light-" in second


class ToyConnector:
    name = "toy"
    label = "Toy"
    is_continuous = False

    def is_configured(self, config: Config) -> bool:
        return True

    def run(self, config: Config, intake: Intake) -> None:
        post = IncomingTweet("toy", "1", "I hate air france", NOON)
        take(intake.session, intake.classifier(), [post], intake.clock())
        intake.session.commit()


def test_a_registered_connector_brings_tweets_to_their_streams(
    session: Session, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy: Connector = ToyConnector()
    monkeypatch.setattr(connectors, "CONNECTORS", {toy.name: toy})
    stream(session)
    for connector in connectors.configured_connectors(config):
        connectors.run_connector(connector, config, Intake(session, FakeClassifier, lambda: NOON))
    [tweet] = session.scalars(select(Tweet))
    assert (tweet.source, tweet.source_id, tweet.label) == ("toy", "1", "negative")
    assert session.scalars(select(StreamTweet.tweet_id)).all() == [tweet.id]
