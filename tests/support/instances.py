"""Instance folders for processes, as `airparadis prepare` leaves them, without running it anew."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from airparadis.config.settings import Config
from airparadis.lib.heartbeat import Process, last_beat
from airparadis.lib.project import ROOT
from tests.support.servers.ports import free_port
from tests.support.waiting import wait_for


def environment(instance: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment, with no settings of the application but these."""
    inherited = {k: v for k, v in os.environ.items() if k.lower() not in Config.model_fields}
    return inherited | {"INSTANCE_PATH": str(instance)} | dict(settings)


def install(environ: Mapping[str, str]) -> None:
    """Fill the instance folder that an environment names.

    A folder that was prepared once is copied; another database than a file is prepared itself.
    """
    if environ.get("DATABASE_URL"):
        _prepare(environ)
    else:
        shutil.copytree(_prepared().name, environ["INSTANCE_PATH"], dirs_exist_ok=True)


def wait_for_passes(instance: Path, count: int = 2) -> None:
    """Wait until the scheduler of an instance has looked again, whole passes through."""
    beats: set[datetime | None] = set()

    def are_over() -> bool:
        beats.add(last_beat(instance, Process.SCHEDULER))
        return len(beats) > count + 1  # the pass under way does not count

    wait_for(are_over, "further passes")


@cache
def _prepared() -> "TemporaryDirectory[str]":
    folder = TemporaryDirectory()
    _prepare(environment(Path(folder.name), {"PORT": str(free_port())}))
    return folder


def _prepare(environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "airparadis", "prepare"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True)
