"""The real thing: gunicorn and the scheduler side by side, the bundled model, real mail."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from airparadis.config.settings import Config
from airparadis.lib.project import ROOT
from airparadis.notify.event_log import FEEDBACK_LOG
from tests.support.servers.ports import free_port
from tests.support.servers.smtp import Inbox

PATIENCE_SECONDS = 60


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def call(url: str, body: dict[str, object] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
    return answer


def is_ready(url: str) -> bool:
    try:
        return bool(call(f"{url}/readyz")["status"] == "ok")
    except OSError:
        return False


@pytest.fixture
def served(
    tmp_path: Path, post: tuple[Inbox, int], database: dict[str, str]
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a served instance of its own, and its process."""
    port = free_port()
    settings = {
        "PORT": str(port),
        "INSTANCE_PATH": str(tmp_path),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(post[1]),
        "ALERT_RECIPIENTS": "oncall@example.org",
        "MONITOR_INTERVAL_SECONDS": "1",
    }
    inherited = {k: v for k, v in os.environ.items() if k.lower() not in Config.model_fields}
    process = subprocess.Popen(
        [sys.executable, "-m", "airparadis", "serve"],
        cwd=ROOT,
        env=inherited | settings | database,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or is_ready(url), "the first answer")
        assert process.poll() is None, process.stdout and process.stdout.read()
        yield url, process
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
        print(output)  # noqa: T201 (pytest shows it when the test fails)
        assert "SIGABRT" not in output, "a process could not even end"


def test_three_wrong_votes_by_script_raise_one_alert_by_mail(
    served: tuple[str, subprocess.Popen[str]], post: tuple[Inbox, int], tmp_path: Path
) -> None:
    url, _ = served
    texts = ["I love this airline", "thanks for the great flight", "worst flight ever"]
    made = call(f"{url}/api/v1/predict", {"texts": texts})["predictions"]
    assert [prediction["label"] for prediction in made] == ["positive", "positive", "negative"]
    for prediction in made:
        call(f"{url}/api/v1/feedback", {"prediction_id": prediction["id"], "is_correct": False})
    inbox = post[0]
    wait_for(lambda: bool(inbox.messages), "the mail")
    time.sleep(3)  # three more passes of the scheduler must send nothing more
    assert len(inbox.messages) == 1
    body = inbox.messages[0].get_body(("plain",))
    assert body is not None
    assert f"{url}/admin" in body.get_content()
    lines = (tmp_path / "logs" / FEEDBACK_LOG).read_text().splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert events == [*["WRONG_PREDICTION"] * 3, "ALERT", "ALERT_SENT"]


def test_a_connection_is_kept_while_its_client_pauses_and_holds_up_no_stop(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    url, process = served
    kept = HTTPConnection(url.removeprefix("http://"), timeout=10)
    for pause in (3, 0):  # gunicorn itself keeps one for two seconds
        kept.request("GET", "/livez")
        assert kept.getresponse().read()
        time.sleep(pause)
    process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    process.wait(timeout=20)
    assert time.monotonic() - asked < 8  # gunicorn's workers would wait ten
    kept.close()


def test_ctrl_c_stops_everything(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, process = served
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) in {0, 130}
    assert not is_ready(url)
