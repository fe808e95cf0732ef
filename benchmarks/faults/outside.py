"""Mail servers and webhooks that hang, refuse, talk nonsense or one byte a second."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from types import MappingProxyType

from airparadis.lib.sqlite_file import connect
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.site import Site, site, wait_for
from tests.support.servers.receiver import http_receiver
from tests.support.servers.smtp import smtp_server

Manner = Callable[[socket.socket, Event], None]
ATTEMPTS = "SELECT channel, state, attempts FROM outbox_message"


def _hang(_client: socket.socket, is_over: Event) -> None:
    is_over.wait()


def _nonsense(client: socket.socket, _is_over: Event) -> None:
    client.sendall(b"\x00\xff\xfe 999 no protocol at all\r\n" * 50)


def _drip(client: socket.socket, is_over: Event) -> None:
    for byte in b"220-HTTP/1.1 200 " * 1000:
        if is_over.wait(0.5):
            return
        client.sendall(bytes([byte]))


def _refuse(client: socket.socket, _is_over: Event) -> None:
    client.sendall(b"554 go away\r\n")


def _fail(client: socket.socket, _is_over: Event) -> None:
    client.recv(65536)
    client.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nsorr")


def _send_round(client: socket.socket, _is_over: Event) -> None:
    client.recv(65536)
    place = client.getsockname()[1]
    answer = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{place}/hook\r\n"
    client.sendall(f"{answer}Content-Length: 0\r\n\r\n".encode())


def _never_end(client: socket.socket, is_over: Event) -> None:
    """More lines of a greeting, or of an answer's head, as fast as they are taken."""
    client.sendall(b"HTTP/1.1 200 OK\r\n" if _speaks_first(client) else b"")
    while not is_over.is_set():
        client.sendall(b"220-still: here\r\n" * 100)


def _speaks_first(client: socket.socket) -> bool:
    """Detect whether the client sends first, as in HTTP; in SMTP it waits."""
    client.settimeout(0.3)
    try:
        return bool(client.recv(65536))
    except TimeoutError:
        return False
    finally:
        client.settimeout(None)


MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        "hangs": _hang,
        "refuses": _refuse,
        "talks nonsense": _nonsense,
        "drips": _drip,
        "never ends": _never_end,
    }
)
OF_WEB: Mapping[str, Manner] = MappingProxyType(
    {**MANNERS, "answers 500": _fail, "leads round in a circle": _send_round}
)


@contextmanager
def _ill_mannered(manner: Manner) -> Iterator[int]:
    """A server on a port of the loopback interface that treats each client in a manner."""
    is_over = Event()

    def treat(client: socket.socket) -> None:
        with client, suppress(OSError):
            manner(client, is_over)

    def accept() -> None:
        while not is_over.is_set():
            with suppress(OSError):
                client, _ = listener.accept()
                Thread(target=treat, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            is_over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def ill_mannered_mail(folder: Path, _requests: int, name: str = "drips") -> Outcome:
    """The mail server misbehaves: the webhook is called all the same, and the mail sent later."""
    with http_receiver() as hook, _ill_mannered(MANNERS[name]) as port:
        settings = _settings(port, hook.url)
        with site(folder, settings, "web", "scheduler") as running:
            _open_incident(running)
            wait_for(lambda: bool(hook.posts), "the webhook")
            wait_for(lambda: _attempts(running, "mail") >= 1, "an attempt to mail")
            running.kill("scheduler")
            with smtp_server() as (inbox, good):
                running.environ["MAIL_PORT"] = str(good)
                _make_due(running)
                started = time.monotonic()
                running.start("scheduler")
                wait_for(lambda: bool(inbox.messages), "the mail")
                recovery = time.monotonic() - started
            _check(running, len(hook.posts))
    told = "webhook told meanwhile, mail once it works, each once"
    return Outcome(f"a mail server that {name}", told, None, 0, 0, recovery)


def ill_mannered_webhook(folder: Path, _requests: int, name: str = "drips") -> Outcome:
    """The other way round."""
    with smtp_server() as (inbox, good), _ill_mannered(OF_WEB[name]) as port:
        settings = _settings(good, f"http://127.0.0.1:{port}/hook")
        with site(folder, settings, "web", "scheduler") as running:
            _open_incident(running)
            wait_for(lambda: bool(inbox.messages), "the mail")
            wait_for(lambda: _attempts(running, "webhook") >= 1, "an attempt to post")
            running.kill("scheduler")
            with http_receiver() as hook:
                running.environ["ALERT_WEBHOOK_URL"] = hook.url
                _make_due(running)
                started = time.monotonic()
                running.start("scheduler")
                wait_for(lambda: bool(hook.posts), "the webhook")
                recovery = time.monotonic() - started
                _check(running, len(hook.posts))
    told = "mailed meanwhile, posted once it works, each once"
    return Outcome(f"a webhook that {name}", told, None, 0, 0, recovery)


def _settings(mail_port: int, hook: str) -> dict[str, str]:
    return {
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mail_port),
        "MAIL_TIMEOUT_SECONDS": "1",
        "ALERT_TIMEOUT_SECONDS": "1",
        "ALERT_RECIPIENTS": "oncall@example.org",
        "ALERT_WEBHOOK_URL": hook,
    }


def _open_incident(running: Site) -> None:
    for number in range(3):
        _, made = running.call("/api/v1/predict", {"text": f"number {number} I hate it"})
        running.call("/api/v1/feedback", {"prediction_id": made["id"], "is_correct": False})


def _attempts(running: Site, channel: str) -> int:
    """Attempts that have ended: one under way is leased for two minutes."""
    with connect(running.database) as connection:
        rows = connection.execute(
            "SELECT attempts FROM outbox_message WHERE channel = ? AND last_error IS NOT NULL",
            (channel,),
        ).fetchall()
    return max((attempts for (attempts,) in rows), default=0)


def _make_due(running: Site) -> None:
    """Ten seconds' rest would only make the benchmark longer."""
    with connect(running.database) as connection:
        connection.execute(
            "UPDATE outbox_message SET next_attempt_at = created_at WHERE state = 'pending'"
        )


def _check(running: Site, posts: int) -> None:
    def all_sent() -> bool:
        with connect(running.database) as connection:
            return {state for _, state, _ in connection.execute(ATTEMPTS)} == {"sent"}

    wait_for(all_sent, "everything to be sent")
    with connect(running.database) as connection:
        [(incidents,)] = connection.execute("SELECT count(*) FROM incident")
        rows = connection.execute(ATTEMPTS).fetchall()
    if (incidents, posts, len(rows)) != (1, 1, 2):
        raise RuntimeError(f"{incidents} incidents, {posts} posts, {rows}")
