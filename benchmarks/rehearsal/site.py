"""The application as its users have it: its processes, its API, its pages."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from airparadis.config.settings import Config
from airparadis.lib.project import ROOT

PATIENCE_SECONDS = 1800
TIMEOUT_SECONDS = 120
BATCH = 100
BOUNDARY = "rehearsal-boundary"
EMAIL, PASSWORD = "rehearsal@example.org", "made up for a rehearsal"
PROCESSES = (("gunicorn", "wsgi:app"), ("flask", "--app", "wsgi", "worker"))
_QUEUED = re.compile(r'action="/admin/review/([0-9a-f-]{36})"')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Site:
    """A browser that is logged in, and a script."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def call(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Send JSON, get JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", data, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
        return answer

    def predict(self, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Score tweets as traffic does, a batch at a time."""
        for start in range(0, len(texts), BATCH):
            body = {"texts": list(texts[start : start + BATCH])}
            yield from self.call("/api/v1/predict", body)["predictions"]

    def version(self) -> str:
        """The version that an answer names."""
        return str(self.call("/api/v1/model")["version"])

    def log_in(self) -> None:
        """Keep a session for the pages."""
        self.press("/login", {"email": EMAIL, "password": PASSWORD}, seen="/login")

    def read(self, path: str) -> str:
        """A page."""
        with self._browser.open(f"{self.url}{path}", timeout=TIMEOUT_SECONDS) as response:
            return str(response.read().decode())

    def press(self, path: str, fields: Mapping[str, str], *, seen: str) -> str:
        """Send a form of the page `seen`; the page that it leads to."""
        body = urllib.parse.urlencode({**fields, "csrf_token": self._token(seen)}).encode()
        with self._browser.open(f"{self.url}{path}", body, timeout=TIMEOUT_SECONDS) as response:
            return str(response.read().decode())

    def upload(self, path: str, name: str, content: str) -> str:
        """Send a file by the form of the same page."""
        parts = (
            f'name="csrf_token"\r\n\r\n{self._token(path)}',
            f'name="file"; filename="{name}"\r\n\r\n{content}',
        )
        body = "".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {each}\r\n" for each in parts
        )
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}{path}",
            f"{body}--{BOUNDARY}--\r\n".encode(),
            {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        with self._browser.open(request, timeout=TIMEOUT_SECONDS) as response:
            return str(response.read().decode())

    def review(self, labels: Mapping[str, str], count: int) -> int:
        """Label so many tweets as the queue shows them, by what is said of each prediction."""
        for _ in range(count):
            found = _QUEUED.search(self.read("/admin/review"))
            if found is None or found[1] not in labels:
                raise RuntimeError("the queue shows nothing that was sent")
            decision = {"decision": labels[found[1]]}
            self.press(f"/admin/review/{found[1]}", decision, seen="/admin/review")
        return count

    def wait_until_ready(self) -> None:
        """Until the first answer."""
        wait_for(self._is_ready, "the first answer")

    def _is_ready(self) -> bool:
        try:
            return bool(self.call("/readyz")["status"] == "ok")
        except OSError:
            return False

    def _token(self, path: str) -> str:
        found = _TOKEN.search(self.read(path))
        if found is None:
            raise RuntimeError(f"no form on {path}")
        return found[1]


def wait_for(condition: Any, what: str) -> None:
    """Ask again and again; gives up after half an hour.

    Raises:
        TimeoutError: it has not come true.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.5)


@contextmanager
def serving(instance: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """Prepare an instance and run its processes."""
    inherited = {k: v for k, v in os.environ.items() if k.lower() not in Config.model_fields}
    account = {"ADMIN_EMAIL": EMAIL, "ADMIN_PASSWORD": PASSWORD}
    environ = inherited | account | dict(settings) | {"INSTANCE_PATH": str(instance)}
    prepare = [sys.executable, "-m", "airparadis", "prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environ, check=True)
    running = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environ)
        for command in PROCESSES
    ]
    try:
        yield
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait()
