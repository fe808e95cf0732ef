"""Hostile clients against a server: `python -m benchmarks.hostile http://127.0.0.1:8080`.

Many sockets are held as a client would that means harm, or has a very bad line. Meanwhile ordinary
requests, each on a connection of its own, must be answered within `PATIENCE_SECONDS`. It attacks
nothing but the loopback interface: this is for your own machine.
"""

import argparse
import http.client
import json
import resource
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from urllib.parse import urlsplit

PATIENCE_SECONDS = 2.0
PROBE_TIMEOUT = 10.0
DRIP_SECONDS = 1.0
PAGES = ("/", "/readyz")
PREDICTION = "/api/v1/predict"

_HOST = b"Host: 127.0.0.1\r\n"
_FORM = b"POST /login HTTP/1.1\r\n%sContent-Type: application/x-www-form-urlencoded\r\n" % _HOST
_CALL = b"POST /api/v1/predict HTTP/1.1\r\n%sContent-Type: application/json\r\n" % _HOST
_LARGE = b"GET /api/swagger/js/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@dataclass(frozen=True)
class Attack:
    """The bytes a hostile client sends at once, then `drips`, a byte a second."""

    sends: bytes
    drips: bytes = b""
    reads: bool = True


ATTACKS: Mapping[str, Attack] = {
    "idle": Attack(b""),
    "one byte": Attack(b"P"),
    "slow head": Attack(_CALL, drips=b"a"),
    "slow body": Attack(_CALL + b"Content-Length: 100000\r\n\r\n", drips=b"a"),
    "half a body": Attack(_FORM + b"Content-Length: 100\r\n\r\n" + b"a" * 10),
    "a chunk without an end": Attack(_FORM + b"Transfer-Encoding: chunked\r\n\r\nff\r\n\r\n\r\n"),
    "a head without an end": Attack(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1200) for number in range(60))
    ),
    "a length of 22 digits": Attack(_FORM + b"Content-Length: 0000000000000000000100\r\n\r\n"),
    "a body far too long": Attack(_FORM + b"Content-Length: 99999999\r\n\r\n", drips=b"a"),
    "answers never read": Attack(_LARGE * 6, reads=False),
}


@dataclass(frozen=True)
class Answer:
    """The answer to an ordinary request."""

    path: str
    status: int | None
    """None: no answer."""
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether it succeeded in time."""
        return self.status == 200 and self.seconds <= PATIENCE_SECONDS


def probe(port: int, path: str, body: Mapping[str, str] | None = None) -> Answer:
    """Send one ordinary request on a connection of its own; a GET unless it has a body."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PROBE_TIMEOUT)
    status = None
    with suppress(OSError, http.client.HTTPException):
        data, method = (json.dumps(body), "POST") if body else (None, "GET")
        connection.request(method, path, data, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        status = response.status
    connection.close()
    return Answer(path, status, time.monotonic() - started)


def probe_all(port: int) -> list[Answer]:
    """Ask for two pages and a prediction, one after the other."""
    answers = [probe(port, path) for path in PAGES]
    return [*answers, probe(port, PREDICTION, {"text": "The crew was lovely"})]


@contextmanager
def attacking(port: int, attacks: Sequence[Attack]) -> Iterator[None]:
    """Hold one socket for each attack, dripping where it says so."""
    is_over = Event()
    _allow_files(len(attacks) + 500)
    with ExitStack() as stack:
        sockets = [stack.enter_context(_open(port, attack)) for attack in attacks]
        dripping = Thread(target=_drip, args=(sockets, attacks, is_over))
        dripping.start()
        try:
            yield
        finally:
            is_over.set()
            dripping.join()


def _allow_files(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < number:
        limit = number if hard == resource.RLIM_INFINITY else min(number, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def _open(port: int, attack: Attack) -> socket.socket:
    client = socket.socket()
    if not attack.reads:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.settimeout(PROBE_TIMEOUT)
    with suppress(OSError):  # a server may refuse at any moment
        client.connect(("127.0.0.1", port))
        client.setblocking(False)
        client.send(attack.sends)
    return client


def _drip(sockets: Sequence[socket.socket], attacks: Sequence[Attack], is_over: Event) -> None:
    while not is_over.wait(DRIP_SECONDS):
        for client, attack in zip(sockets, attacks, strict=True):
            with suppress(OSError):  # it was told to go
                if attack.drips:
                    client.send(attack.drips)


def withstand(port: int, attacks: Sequence[Attack], seconds: float) -> list[Answer]:
    """Attack for some seconds; how ordinary requests fared meanwhile."""
    answers: list[Answer] = []
    with attacking(port, attacks):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answers += probe_all(port)
            time.sleep(0.2)
    return answers


def main() -> None:
    """Print a line for each attack: its answers, the slowest of them, those that were not good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--sockets", type=int, default=48)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", nargs="*", default=list(ATTACKS), help="names of attacks")
    options = parser.parse_args()
    port = urlsplit(options.url).port or 80
    for name in options.only:
        answers = withstand(port, [ATTACKS[name]] * options.sockets, options.seconds)
        slowest = max(answer.seconds for answer in answers)
        bad = sum(not answer.is_good for answer in answers)
        verdict = "held" if not bad else f"{bad} of {len(answers)} not answered in time"
        print(f"{options.sockets} x {name:<24} slowest {slowest:5.2f} s  {verdict}", flush=True)


if __name__ == "__main__":
    main()
