"""A PostgreSQL of its own, to be stopped in mid-request and started again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.disks import UnsupportedError
from benchmarks.faults.site import free_port


class Server:
    """A cluster in a folder; the user `postgres` runs it where the benchmark is root's."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._port = free_port()
        self._user = "postgres" if os.getuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8")

    @property
    def url(self) -> str:
        """Address of its database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = f"-p {self._port} -k '' -c listen_addresses=127.0.0.1 -c max_connections=150"
        self._run(
            "pg_ctl", "-D", self._data, "-w", "-l", f"{self._data}/log", "-o", options, "start"
        )

    def stop(self) -> None:
        """Break every connection at once, as a crash does."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command, cwd="/", user=self._user, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed")


@contextmanager
def own_postgresql() -> Iterator[Server]:
    """Make one and start it.

    Raises:
        UnsupportedError: no PostgreSQL is installed.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    if on_path:
        installed.append(Path(on_path).parent)
    if not installed:
        raise UnsupportedError("no PostgreSQL server is installed")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(installed[0], Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
