"""The application's processes on the loopback interface, to be killed at will."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from airparadis.config.settings import Config
from airparadis.lib.project import ROOT

PATIENCE_SECONDS = 900.0
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "web": ("gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"),
    "scheduler": ("flask", "scheduler"),
    "worker": ("flask", "worker"),
}


class Site:
    """An instance and its processes; each is the leader of a group, as under a supervisor."""

    def __init__(self, instance: Path, settings: Mapping[str, str], root: Path = ROOT) -> None:
        self.instance = instance
        self.root = root
        self.port = free_port()
        inherited = {k: v for k, v in os.environ.items() if k.lower() not in Config.model_fields}
        own = {
            "PORT": str(self.port),
            "INSTANCE_PATH": str(instance),
            "RATE_LIMIT_API": "1000000/second",
        }
        quick = {
            "METRICS_PUBLIC": "true",
            "MONITOR_INTERVAL_SECONDS": "1",
            "ADMIN_PASSWORD": "made up for a fault",
        }
        self.environ = inherited | own | quick | dict(settings)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.instance / "airparadis.sqlite3"

    def command(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this environment, with other settings if given, to its end."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.root,
            env=self.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    def prepare(self) -> subprocess.CompletedProcess[str]:
        """Run the preparation step of `./script/serve`; the port must be free."""
        return self.command("airparadis", "prepare")

    def start(self, *names: str) -> None:
        """Start processes and wait for the first answer."""
        with (self.instance.parent / f"{self.instance.name}.log").open("ab") as log:
            for name in names:
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", *COMMANDS[name]],
                    cwd=self.root,
                    env=self.environ,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        if "web" in names:
            wait_for(self.is_ready, "the first answer")

    def output(self) -> str:
        """Everything that the processes have said."""
        return (self.instance.parent / f"{self.instance.name}.log").read_text(errors="replace")

    def workers(self) -> list[psutil.Process]:
        """The web workers that are alive."""
        master = psutil.Process(self.running["web"].pid)
        return [worker for worker in master.children() if worker.status() != psutil.STATUS_ZOMBIE]

    def are_workers_ready(self) -> bool:
        """Return whether every web worker has said that it serves."""
        output, workers = self.output(), self.workers()
        return bool(workers) and all(
            f'Worker ready with pid: {worker.pid}"' in output for worker in workers
        )

    def kill(self, *names: str) -> None:
        """SIGKILL to processes and all that they have started."""
        for name in names:
            process = self.running.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """SIGTERM to all, as a supervisor does."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            process.wait(60)
        self.running.clear()

    def call(
        self, path: str, body: Mapping[str, Any] | None = None, timeout: float = 60
    ) -> tuple[int, dict[str, Any]]:
        """Send JSON on a connection of its own; status and answer.

        Raises:
            OSError, http.client.HTTPException: there was no whole answer.
        """
        data = None if body is None else json.dumps(body).encode()
        return self.send("GET" if data is None else "POST", path, data, timeout)

    def send(
        self, method: str, path: str, data: bytes | None, timeout: float = 60
    ) -> tuple[int, dict[str, Any]]:
        """The same for any bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, data, {"Content-Type": "application/json"})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        return response.status, json.loads(content)

    def text(self, path: str) -> str:
        """The body of an answer as it is."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def is_ready(self) -> bool:
        """Return whether `/readyz` answers 200."""
        if self.running["web"].poll() is not None:
            raise RuntimeError(f"the server has ended:\n{self.output()[-2000:]}")
        try:
            return self.call("/readyz", timeout=5)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def scores(self) -> bool:
        """Return whether a tweet is scored and stored."""
        try:
            return self.call("/api/v1/predict", {"text": "are you there, I love it"})[0] == 200
        except (OSError, http.client.HTTPException, ValueError):
            return False


def prepared_site(
    folder: Path, settings: Mapping[str, str] | None = None, *, root: Path = ROOT
) -> Site:
    """Prepare an instance in a folder; none of its processes runs yet.

    Args:
        folder: holds the instance and its log.
        settings: of the environment, added to those that every site has.
        root: the folder of the code that runs.

    Raises:
        RuntimeError: the preparation failed.
    """
    instance = folder / "instance"
    instance.mkdir(mode=0o700, exist_ok=True)
    made = Site(instance, settings or {}, root)
    prepared = made.prepare()
    if prepared.returncode:
        raise RuntimeError(prepared.stderr)
    return made


@contextmanager
def site(
    folder: Path, settings: Mapping[str, str] | None = None, *names: str, root: Path = ROOT
) -> Iterator[Site]:
    """Prepare an instance in a folder, run some of its processes, end them whatever happens."""
    made = prepared_site(folder, settings, root=root)
    try:
        made.start(*(names or ("web",)))
        yield made
    finally:
        made.kill(*list(made.running))


def free_port() -> int:
    """A port of the loopback interface that nothing listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def wait_for(condition: Callable[[], bool], what: str) -> float:
    """Ask again and again; the seconds it took.

    Raises:
        TimeoutError: it has not come true.
    """
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > PATIENCE_SECONDS:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.05)
    return time.monotonic() - started
