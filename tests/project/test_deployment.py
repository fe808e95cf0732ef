"""The systemd units and the container file name existing commands and files."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        scripts = str(Path(sys.executable).parent)
        (tmp_path / unit.name).write_text(
            unit.read_text().replace("/opt/airparadis/.venv/bin", scripts)
        )
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "airparadis" in line]
    assert not ours


def test_units_run_commands_that_exist() -> None:
    text = "\n".join(unit.read_text() for unit in UNITS)
    commands = set(re.findall(r"\.venv/bin/(\w+) ([\w-]+)", text))
    assert commands == {
        ("python", "-m"),
        ("gunicorn", "--config"),
        ("flask", "scheduler"),
        ("flask", "worker"),
        ("flask", "backup"),
    }


def test_the_container_copies_files_that_exist_and_is_not_run_by_root() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name
    assert re.search(r"^USER (?!0|root)\S+$", CONTAINERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in CONTAINERFILE
