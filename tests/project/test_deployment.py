"""The units, the proxy's file and the container files name existing things and fit together."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from airparadis.config.settings import Config
from airparadis.lib.project import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PROXY = ROOT / "deploy" / "nginx" / "nginx.conf"
SBIN = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        scripts = str(Path(sys.executable).parent)
        (tmp_path / unit.name).write_text(
            unit.read_text().replace("/opt/airparadis/.venv/bin", scripts)
        )
    if not Path("/usr/sbin/nginx").exists():
        (tmp_path / "airparadis-proxy.service").unlink()
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


def test_a_reload_by_the_unit_asks_first_whether_the_code_can_serve() -> None:
    unit = (ROOT / "deploy" / "systemd" / "airparadis-web.service").read_text()
    check, signal = re.findall(r"^ExecReload=(.+)$", unit, re.MULTILINE)
    assert check.endswith("python -m airparadis check")
    assert signal == "/bin/kill -HUP $MAINPID"


def test_units_and_containers_use_the_proxys_file_and_its_ports() -> None:
    text = PROXY.read_text()
    port = Config.model_fields["port"].default
    assert f"server 127.0.0.1:{port};" in text
    assert "listen 8080;" in text
    assert f"-c /opt/airparadis/{PROXY.relative_to(ROOT)}" in "".join(
        unit.read_text() for unit in UNITS
    )
    compose = (ROOT / "deploy" / "compose.yaml").read_text()
    [mounted] = re.findall(r"- (\./nginx/\S+):/etc/nginx/nginx.conf:ro", compose)
    assert (ROOT / "deploy" / mounted).samefile(PROXY)
    assert '"8080:8080"' in compose


@pytest.mark.skipif(shutil.which("nginx", path=SBIN) is None, reason="nginx is not installed")
def test_nginx_understands_the_file_as_it_stands(tmp_path: Path) -> None:
    program = str(shutil.which("nginx", path=SBIN))
    # `-t` opens the file of the process number, which another user may own by now.
    text = PROXY.read_text().replace("pid /tmp/", f"pid {tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text)
    done = subprocess.run(
        [program, "-t", "-q", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
