"""Our server beside two others: `python -m benchmarks.serve --data PATH`.

All of them run at once, each with as many processes; wrk sends each the same tweets, one a request,
in turn, round after round, so that whatever else the machine does falls on all. `ours` stores every
prediction before it answers, and is driven as it is and behind nginx; a FastAPI application written
for this clean-and-scores as the published prototype does and stores nothing; `mlflow models serve`
has the same model and stores nothing. Needs wrk, nginx and what training needs.
"""

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import joblib

from airparadis.ml.tfidf import PIPELINE_NAME
from benchmarks.serve import logged, servers
from training.data.tweets import read_tweets
from training.families.tfidf import Tfidf

LUA = Path(__file__).with_name("tweets.lua")
TWEETS = 20_000
PEOPLE = 64
"""Connections at half of full load, each with pauses of its own."""

ROW = "{:<34}{:>10}{:>8}{:>9}{:>9}{:>9}{:>8}{:>12}"


@dataclass(frozen=True)
class Drive:
    """The results of a few seconds of wrk; latencies in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    errors: int
    processor_us: float
    """Processor time of the server for a request: other jobs on the machine disturb it least."""


def main() -> None:
    """Start the servers, drive them, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        kinds = _kinds(folder, options)
        files = {kind.name: folder / f"bodies-{place}" for place, kind in enumerate(kinds)}
        for kind in kinds:
            bodies = (json.dumps(kind.body(text)) for text in _tweets(options.data))
            files[kind.name].write_text("\n".join(bodies) + "\n", "utf-8")
        started = [
            stack.enter_context(servers.running(kind, folder / f"log-{place}"))
            for place, kind in enumerate(kinds)
        ]
        proxied = stack.enter_context(servers.behind_nginx(started[0]))
        files[proxied.kind.name] = files[started[0].kind.name]
        started.insert(1, proxied)
        for server in started:  # warm up
            _drive(server, files[server.kind.name], options, options.connections[0], 0)
        full = 0.0
        for connections in options.connections:
            drives = _rounds(started, files, options, connections)
            _report(started, drives, connections)
            full = max(full, _median(drives[kinds[0].name], "per_second"))
        _report_memory_and_start(started)
        for server in started[:2]:
            _report_half_load(server, files[kinds[0].name], full, options)
        _report_stored(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="csv, csv.gz or parquet")
    parser.add_argument("--processes", type=int, default=2, help="of each server")
    parser.add_argument("--threads", type=int, default=16, help="of each of our processes")
    parser.add_argument("--connections", type=int, nargs="+", default=[8, 64])
    parser.add_argument(
        "--as-started", action="store_true", help="leave Nagle's algorithm on where uvicorn does"
    )
    parser.add_argument("--seconds", type=int, default=4, help="of each drive")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000, help="that the baseline is fitted on")
    return parser.parse_args()


def _kinds(folder: Path, options: argparse.Namespace) -> list[servers.Kind]:
    tweets = read_tweets(options.data)
    rows = random.Random(0).sample(range(len(tweets.texts)), min(options.rows, len(tweets.texts)))  # noqa: S311
    family = Tfidf()
    family.fit([tweets.texts[row] for row in rows], tweets.y[rows], [], tweets.y[:0])
    model = folder / "tfidf"
    model.mkdir()
    joblib.dump((family.vectoriser, family.regression), model / PIPELINE_NAME, compress=3)
    logged.log_model(model / PIPELINE_NAME, folder / "logged")
    return [
        servers.ours(folder / "ours", options.processes, options.threads),
        servers.prototype(model, options.processes, nodelay=not options.as_started),
        servers.mlflow(folder / "logged", options.processes, nodelay=not options.as_started),
    ]


def _tweets(data: Path) -> list[str]:
    return random.Random(1).sample(read_tweets(data).texts, TWEETS)  # noqa: S311


def _rounds(
    started: list[servers.Server],
    files: dict[str, Path],
    options: argparse.Namespace,
    connections: int,
) -> dict[str, list[Drive]]:
    drives: dict[str, list[Drive]] = {server.kind.name: [] for server in started}
    for number in range(options.rounds):
        for server in started:
            drive = _drive(server, files[server.kind.name], options, connections, number + 1)
            drives[server.kind.name].append(drive)
    return drives


def _drive(
    server: servers.Server,
    bodies: Path,
    options: argparse.Namespace,
    connections: int,
    seed: int,
    pause_ms: float = 0.0,
) -> Drive:
    wrk = ["wrk", "-t1", f"-c{connections}", f"-d{options.seconds}s", "--timeout", "10s"]
    script = ["-s", str(LUA), f"http://127.0.0.1:{server.port}", "--", str(bodies)]
    before = server.processor_seconds()
    output = subprocess.run(
        [*wrk, *script, server.kind.path, str(pause_ms), str(seed)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    spent = server.processor_seconds() - before
    seen = json.loads(output.splitlines()[-1])
    return Drive(
        per_second=seen["requests"] / seen["seconds"],
        processor_us=1e6 * spent / max(seen["requests"], 1),
        **{name: seen[name] for name in ("p50", "p95", "p99", "errors")},
    )


def _median(drives: list[Drive], name: str) -> float:
    return float(statistics.median(getattr(drive, name) for drive in drives))


def _report(
    started: list[servers.Server], drives: dict[str, list[Drive]], connections: int
) -> None:
    titles = ("req/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "errors", "CPU us/req")
    print(ROW.format(f"{connections} connections", *titles))
    ours = drives[started[0].kind.name]
    for server in started:
        seen = drives[server.kind.name]
        # Each of our drives against the one of the same round: what disturbs one disturbs both.
        ratio = statistics.median(
            a.per_second / max(b.per_second, 0.01) for a, b in zip(ours, seen, strict=True)
        )
        speeds = [f"{_median(seen, 'per_second'):,.0f}", f"{ratio:.2f}"]
        waits = [f"{_median(seen, name):.1f}" for name in ("p50", "p95", "p99")]
        errors, cpu = sum(drive.errors for drive in seen), f"{_median(seen, 'processor_us'):.0f}"
        print(ROW.format(server.kind.name, *speeds, *waits, errors, cpu), flush=True)
    print("ratio: our requests a second to theirs")


def _report_memory_and_start(started: list[servers.Server]) -> None:
    print("MB of all processes, what they share once; of the largest; seconds to the first answer")
    for server in started:
        together, largest = server.megabytes()
        print(f"{server.kind.name:<34}{together:>8.0f}{largest:>8.0f}{server.seconds:>8.1f}")


def _report_half_load(
    server: servers.Server, bodies: Path, full: float, options: argparse.Namespace
) -> None:
    pause_ms = 1000 * PEOPLE / (full / 2)
    drives = [_drive(server, bodies, options, PEOPLE, n, pause_ms) for n in range(options.rounds)]
    share = _median(drives, "per_second") / full
    waits = ", ".join(f"{name} {_median(drives, name):.1f} ms" for name in ("p50", "p95", "p99"))
    errors = sum(drive.errors for drive in drives)
    print(f"{server.kind.name} at {share:.0%} of full load: {waits}, {errors} errors")


def _report_stored(folder: Path) -> None:
    for file in sorted(folder.glob("*/airparadis.sqlite3")):
        with sqlite3.connect(file) as database:
            [count] = database.execute("SELECT count(*) FROM prediction").fetchone()
        print(f"{file.parent.name}: {count:,} predictions stored")


if __name__ == "__main__":
    main()
