"""Clients that send slowly, too much, or what is no text."""

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from threading import Event, Thread

from benchmarks.faults.disks import UnsupportedError
from benchmarks.faults.ledger import reckon
from benchmarks.faults.load import under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.site import Site, site
from tests.server.proxy import NGINX, proxy_before

SLOW = 40
"""More than there are threads."""
BEHIND = {"TRUSTED_PROXIES": "1"}
PROBES = 20
HEAD = b"POST /api/v1/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
BODY = HEAD + b"Content-Length: 100000\r\n\r\n"


def slow_clients(folder: Path, requests: int) -> Outcome:
    """Forty clients that send a byte a second, half of them in the head, half in the body."""
    with site(folder, BEHIND) as running, _proxy_before(running):
        alone = _probe(running)
        with _slow(running, SLOW), under_load(running, requests) as load:
            beside = _probe(running)
        found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered:
        raise RuntimeError(f"others were not served: {load.ledger}")
    told = f"median answer {1000 * alone:.0f} ms alone, {1000 * beside:.0f} ms with load and them"
    return of_load(f"{SLOW} clients of a byte a second", load.ledger, found, None, told)


def _probe(running: Site) -> float:
    times = []
    for _ in range(PROBES):
        started = time.monotonic()
        running.call("/api/v1/model")
        times.append(time.monotonic() - started)
    return median(times)


@contextmanager
def _slow(running: Site, count: int) -> Iterator[None]:
    is_over = Event()
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            for _ in range(count)
        ]
        for number, client in enumerate(clients):
            client.sendall(BODY if number % 2 else HEAD)
        thread = Thread(target=_drip, args=(clients, is_over))
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()


def _drip(clients: Sequence[socket.socket], is_over: Event) -> None:
    while not is_over.wait(1):
        for client in clients:
            try:
                client.sendall(b"a")
            except OSError:
                continue  # it was told to go


def late_client(folder: Path, _requests: int) -> Outcome:
    """One that never ends its head is let go."""
    with site(folder, BEHIND) as running, _proxy_before(running):
        started = time.monotonic()
        with socket.create_connection(("127.0.0.1", running.port), timeout=60) as client:
            client.sendall(HEAD)
            with suppress(ConnectionResetError):
                client.recv(1000)
        seconds = time.monotonic() - started
    told = f"let go after {seconds:.0f} s, no thread held"
    return Outcome("a client that never ends its request", told, None, None, None, None)


@contextmanager
def _proxy_before(running: Site) -> Iterator[None]:
    """Send what is for the site through nginx."""
    if NGINX is None:
        raise UnsupportedError("nginx is not installed")
    with proxy_before(running.port) as (running.port, _):
        yield


def _text(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


HOSTILE: dict[str, tuple[bytes, int]] = {
    "10 MB": (b'{"text": "' + b"a" * 10_000_000 + b'"}', 413),
    "7 MB that is no JSON": (b"a" * 7_000_000, 400),
    "a NUL": (_text("so\0bad"), 422),
    "half a surrogate pair": (_text("so \ud800 bad"), 422),
    "half a pair, escaped": (b'{"text": "\\ud800"}', 422),
    "no UTF-8": (b'{"text": "\xff\xfe"}', 400),
    "right to left": (_text("\u202eI hate this airline\u202c أكره"), 200),
    "zero width": (_text("I h\u200bate\u200d this\ufeff air\u2060line"), 200),
    "a token of 100,000 characters": (_text("a" * 100_000), 422),
    "1,000 characters in one word": (_text("a" * 1_000), 200),
    "1,000 combining marks": (_text("e" + "\u0301" * 999), 200),
    "1,000 emoji": (_text("\U0001f621" * 1_000), 200),
    "100,000 brackets": (b"[" * 100_000, 400),
    "JSON 5,000 deep": (b'{"text":' * 5_000 + b"1" + b"}" * 5_000, 400),
    "a number as text": (b'{"text": 1e400}', 422),
    "a whole number of 5,000 digits": (b'{"text": ' + b"9" * 5_000 + b"}", 400),
    "the same key twice": (b'{"text": "I hate it", "text": "I love it"}', 200),
    "nothing": (b"", 400),
    "null": (b"null", 400),
    "1,001 tweets": (json.dumps({"texts": ["I hate it"] * 1_001}).encode(), 422),
}


def hostile_bodies(folder: Path, _requests: int) -> Outcome:
    """Hostile bodies get the right error in the one shape, and the next tweet is scored."""
    wrong = []
    with site(folder, BEHIND) as running, _proxy_before(running):
        for name, (body, expected) in HOSTILE.items():
            status, answer = running.send("POST", "/api/v1/predict", body)
            if status != expected or (status != 200 and set(answer) != {"error"}):
                wrong.append((name, status, str(answer)[:200]))
            if not running.scores():
                wrong.append((name, 0, "the next one was not scored"))
    if wrong:
        raise RuntimeError(str(wrong))
    told = f"{len(HOSTILE)} kinds: 200, 400, 413 or 422 as they should, no 500"
    return Outcome("bodies that are too long, too deep or no text", told, None, None, None, None)
