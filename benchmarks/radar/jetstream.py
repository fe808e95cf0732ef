"""A benchmark of reading Bluesky: posts a second, CPU time, memory over time.

    python -m benchmarks.radar.jetstream --minutes 5 --rate 300

A local server sends posts at a steady rate by the protocol of Jetstream; the scheduler's own
connector reads them into a database that is deleted afterwards, with the bundled model and four
streams that one post in fifty matches. Server and reader are processes of their own; `taskset -c 0`
before the command gives both one core.
"""

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import Base, engine_options
from airparadis.db.tables import Tweet
from airparadis.lib.clock import utc_now
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.families import load_classifier
from airparadis.services.radar import streams
from airparadis.services.radar.connectors.bluesky.jetstream import Connection, Jetstream
from airparadis.services.radar.connectors.bluesky.listener import Listener
from airparadis.services.radar.connectors.connector import Intake

STREAMS: Final = {
    "Air France": ("air france", "@airfrance"),
    "Delta": ("delta air", "@delta"),
    "coffee": ("coffee",),
    "luggage": ("luggage", "suitcase"),
}
TEXTS: Final = (
    "Nothing beats the first coffee of the day",
    "air france lost my bag again, third time this year",
    "Watching the rain from the window and thinking about nothing at all",
    "Does anybody know a good book on the history of cartography?",
)
MATCHING_EVERY: Final = 50
SAMPLES: Final = 10


def serve_posts(port: "multiprocessing.Queue[int]", rate: float) -> None:
    """Send posts to each subscriber at a steady rate, without end."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.server import ServerConnection, serve

    def handle(connection: ServerConnection) -> None:
        begun, sent = time.monotonic(), 0
        try:
            while True:
                while sent < (time.monotonic() - begun) * rate:
                    connection.send(_event(sent))
                    sent += 1
                time.sleep(0.05)
        except ConnectionClosed:
            return

    with serve(handle, "127.0.0.1", 0) as server:
        port.put(server.socket.getsockname()[1])
        server.serve_forever()


def _event(number: int) -> str:
    """Return an event; one text in `MATCHING_EVERY` belongs to a stream."""
    is_match = number % MATCHING_EVERY == 0
    text = TEXTS[number // MATCHING_EVERY % 2] if is_match else TEXTS[2 + number % 2]
    record = {
        "$type": "app.bsky.feed.post",
        "createdAt": datetime.now(UTC).isoformat(),
        "langs": ["en"],
        "text": f"{text} {number}",
        "reply": {"root": {"cid": "b" * 59, "uri": "at://did:plc:" + "a" * 50}},
    }
    commit = {"rev": "3l3qo2vutsw2b", "operation": "create", "collection": record["$type"]}
    commit |= {"rkey": f"{number:013d}", "record": record, "cid": "b" * 59}
    at = time.time_ns() // 1000
    event = {"did": "did:plc:" + "e" * 24, "time_us": at, "kind": "commit", "commit": commit}
    return json.dumps(event)


@contextmanager
def local_server(rate: float) -> Iterator[str]:
    """Run the server in a process; yields its address."""
    context = multiprocessing.get_context("spawn")
    port: multiprocessing.Queue[int] = context.Queue()
    process = context.Process(target=serve_posts, args=(port, rate), daemon=True)
    process.start()
    yield f"ws://127.0.0.1:{port.get(timeout=60)}/subscribe"
    process.terminate()
    process.join()


def run(folder: Path, minutes: float, rate: float) -> None:
    """Read for some minutes and print what it took."""
    engine = create_engine(f"sqlite:///{folder / 'jetstream.sqlite3'}", **engine_options(""))
    Base.metadata.create_all(engine)
    classifier = load_classifier(BUNDLED_MODEL)
    reader = psutil.Process()
    with Session(engine) as session, local_server(rate) as url:
        for name, terms in STREAMS.items():
            streams.add(session, name, terms, utc_now())
        session.commit()
        begun, samples = time.monotonic(), list[tuple[float, float]]()
        end, used = begun + 60 * minutes, sum(reader.cpu_times()[:2])

        def keep_on() -> bool:
            now = time.monotonic()
            if now >= begun + len(samples) * 60 * minutes / SAMPLES:
                samples.append((now - begun, reader.memory_info().rss / 1e6))
            return now < end

        counting = Counting(url)
        intake = Intake(session, lambda: classifier, utc_now, keep_on, time.sleep)
        Listener(intake, counting).listen()
        seconds = time.monotonic() - begun
        processor = sum(reader.cpu_times()[:2]) - used
        stored = session.scalar(select(func.count()).select_from(Tweet)) or 0
    print(
        f"{counting.frames:,} posts in {seconds:.0f} s: {counting.frames / seconds:.0f} a second, "
        f"{stored:,} stored\n"
        f"reader: {processor:.1f} s of processor time, {processor / seconds:.1%} of a core, "
        f"{1e3 * processor / max(counting.frames, 1):.3f} ms a post\n"
        f"memory of the reader, MB by second: "
        + ", ".join(f"{at:.0f}: {size:.0f}" for at, size in samples)
        + f"\ncores allowed: {len(os.sched_getaffinity(0))}, load: {os.getloadavg()[0]:.1f}"
    )


class Counting:
    """A Jetstream that counts the frames of its connections."""

    def __init__(self, url: str) -> None:
        self._jetstream = Jetstream(url)
        self._connection: Connection | None = None
        self.frames = 0

    @contextmanager
    def open(self, since: datetime | None, now: datetime) -> Iterator["Counting"]:
        """Connect within a block."""
        with self._jetstream.open(since, now) as self._connection:
            yield self

    def waiting(self, seconds: float, limit: int) -> list[bytes]:
        """Return the frames that came, and count them."""
        assert self._connection is not None  # noqa: S101 (only asked within the block)
        frames = self._connection.waiting(seconds, limit)
        self.frames += len(frames)
        return frames


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rate", type=float, default=300, help="posts a second")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), options.minutes, options.rate)


if __name__ == "__main__":
    main()
