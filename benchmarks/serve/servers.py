"""Servers as child processes on loopback, and what they use."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import Request, urlopen

import psutil

from airparadis.lib.project import ROOT
from tests.server.proxy import proxy_before

SCRIPTS = Path(sys.executable).parent
NODELAY = Path(__file__).with_name("nodelay")
PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Kind:
    """The command that starts a server on a port, and the request that sends it a tweet."""

    name: str
    command: Callable[[int], Sequence[str]]
    environ: Callable[[int], Mapping[str, str]]
    path: str
    body: Callable[[str], object]


@dataclass
class Server:
    """A server that answers."""

    kind: Kind
    port: int
    process: psutil.Process
    seconds: float
    """Time from the start of the process to the first tweet scored."""
    proxy: psutil.Process | None = None
    """Reverse proxy in front of the server, if any."""

    @property
    def family(self) -> list[psutil.Process]:
        """Its processes, those of the proxy included."""
        masters = [self.process, *([self.proxy] if self.proxy else [])]
        return [
            process for master in masters for process in (master, *master.children(recursive=True))
        ]

    def processor_seconds(self) -> float:
        """User and system time of all of its processes so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.family)

    def megabytes(self) -> tuple[float, float]:
        """Memory of all of its processes, shared pages once, and of the largest one alone."""
        return (
            sum(process.memory_full_info().pss for process in self.family) / 1e6,
            max(process.memory_info().rss for process in self.family) / 1e6,
        )


@contextmanager
def running(kind: Kind, log: Path) -> Iterator[Server]:
    """The server, from its first answer on; stopped in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {"OPENBLAS_NUM_THREADS": "1"} | dict(kind.environ(port))
    with log.open("wb") as output:
        child = subprocess.Popen(
            kind.command(port),
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            seconds = _first_answer(kind, port, child, log)
            yield Server(kind, port, psutil.Process(child.pid), seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def behind_nginx(server: Server) -> Iterator[Server]:
    """The same server by way of the proxy that is deployed."""
    kind = replace(server.kind, name=f"{server.kind.name}, nginx")
    with proxy_before(server.port) as (port, proxy):
        yield Server(kind, port, server.process, server.seconds, proxy)


def _first_answer(kind: Kind, port: int, child: subprocess.Popen[bytes], log: Path) -> float:
    started = time.monotonic()
    tweet = Request(
        f"http://127.0.0.1:{port}{kind.path}",
        json.dumps(kind.body("Thanks for the lovely flight")).encode(),
        {"Content-Type": "application/json"},
    )
    while time.monotonic() < started + PATIENCE_SECONDS and child.poll() is None:
        with suppress(OSError), urlopen(tweet, timeout=5):  # noqa: S310 (loopback)
            return time.monotonic() - started
        time.sleep(0.02)
    raise SystemExit(f"{kind.name} does not answer:\n{log.read_text()[-2000:]}")


def ours(folder: Path, processes: int, threads: int) -> Kind:
    """The application as `./script/serve` runs it, with limits that let one client have all.

    Args:
        folder: of its instance.
        processes: web workers.
        threads: of each.
    """
    environ = {
        "INSTANCE_PATH": str(folder),
        "RATE_LIMIT_API": "100000000/second",
        "WORKERS": str(processes),
        "THREADS": str(threads),
        "ADMIN_PASSWORD": "only for the benchmark",
    }
    subprocess.run(
        [sys.executable, "-m", "airparadis", "prepare"],
        cwd=ROOT,
        env=os.environ | environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Kind(
        "ours, all stored",
        lambda _: [str(SCRIPTS / "gunicorn"), "--config", "gunicorn.conf.py", "wsgi:app"],
        lambda port: {**environ, "PORT": str(port)},
        "/api/v1/predict",
        lambda text: {"text": text},
    )


def prototype(model: Path, processes: int, *, nodelay: bool) -> Kind:
    """FastAPI and uvicorn, nothing stored."""
    app = ["benchmarks.serve.prototype:app", "--workers", str(processes), "--log-level", "warning"]
    return Kind(
        "FastAPI + uvicorn, none stored",
        lambda port: [sys.executable, "-m", "uvicorn", *app, "--port", str(port)],
        lambda _: {"PROTOTYPE_MODEL": str(model), "PYTHONPATH": _python_path(nodelay=nodelay)},
        "/predict",
        lambda text: {"text": text},
    )


def mlflow(model: Path, processes: int, *, nodelay: bool) -> Kind:
    """`mlflow models serve`, nothing stored."""
    serve = [str(SCRIPTS / "mlflow"), "models", "serve", "--model-uri", str(model)]
    options = ["--env-manager", "local", "--workers", str(processes)]
    return Kind(
        "mlflow models serve, none stored",
        lambda port: [*serve, *options, "--port", str(port)],
        lambda _: {
            "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": _python_path(nodelay=nodelay),
        },
        "/invocations",
        lambda text: {"inputs": [text]},
    )


def _python_path(*, nodelay: bool) -> str:
    return f"{ROOT}{os.pathsep}{NODELAY}" if nodelay else str(ROOT)
