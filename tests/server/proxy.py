"""nginx with the configuration that is deployed, on ports of the test's own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from airparadis.lib.project import ROOT
from tests.server.test_serve import wait_for
from tests.support.servers.ports import free_port

CONFIGURATION = ROOT / "deploy" / "nginx" / "nginx.conf"


NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@contextmanager
def proxy_before(
    upstream: int, *, strips_path: bool = False
) -> Iterator[tuple[int, psutil.Process]]:
    """A proxy before a port of the loopback interface: its own port, and its process."""
    assert NGINX is not None, "nginx is not installed"
    port = free_port()
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's nginx runs its workers as another user
        configuration = folder / "nginx.conf"
        configuration.write_text(_adapted(port, upstream, folder, strips_path))
        process = subprocess.Popen([NGINX, "-c", configuration, "-g", "daemon off;"])
        try:
            running = psutil.Process(process.pid)
            wait_for(lambda: any(c.laddr.port == port for c in running.net_connections()), "nginx")
            yield port, running
        finally:
            process.terminate()
            process.wait(timeout=20)


def _adapted(port: int, upstream: int, folder: Path, strips_path: bool) -> str:
    text = CONFIGURATION.read_text()
    replaced = {
        "# rewrite ^/": "rewrite ^/" if strips_path else "# rewrite ^/",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "/tmp/airparadis-nginx": f"{folder}/nginx",  # noqa: S108 (replaced, not used)
    }
    for old, new in replaced.items():
        assert old in text, f"{old} is not in {CONFIGURATION}"
        text = text.replace(old, new)
    return text
