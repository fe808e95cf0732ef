"""The web server as it is run: stock gunicorn, its signals, its connections."""

import json
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT
from benchmarks.faults.site import Site, site, wait_for
from tests.support.servers.talk import TWEET, Reader, ask, plain

PATIENCE_SECONDS = 30
UNKNOWN = "/api/v1/predictions/00000000-0000-4000-8000-000000000000"
LIST = json.dumps({"texts": [f"I love flight number {n}" for n in range(1_000)]}).encode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site"), {"WORKERS": "1"}) as running:
        yield running


def connect(running: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), PATIENCE_SECONDS)


def test_a_client_that_asks_whether_to_go_on_is_told_once(served: Site) -> None:
    head, body = plain(TWEET, b"Expect: 100-continue").split(b"\r\n\r\n")
    with connect(served) as client:
        client.sendall(head + b"\r\n\r\n")
        reader = Reader(client)
        first = reader.answer(has_body=False)
        assert first is not None
        assert first.line == "HTTP/1.1 100 Continue"
        client.sendall(body)
        second = reader.answer()
    assert second is not None
    assert second.status == 200


@pytest.mark.parametrize("name", [b"SCRIPT_NAME", b"Script-Name", b"PATH_INFO", b"REMOTE_USER"])
def test_a_header_changes_no_path(served: Site, name: bytes) -> None:
    with connect(served) as client:
        answer = ask(client, plain(TWEET, name + b": /elsewhere"))
    assert answer is not None
    assert answer.status == 200


def test_a_connection_is_kept_while_its_client_pauses(served: Site) -> None:
    with connect(served) as client:
        for pause in (3, 0):
            answer = ask(client, plain())
            assert answer is not None
            assert answer.status == 200
            time.sleep(pause)


def test_a_body_that_nothing_reads_is_taken_before_the_answer(served: Site) -> None:
    head, body = plain().replace(b"POST", b"PUT").split(b"\r\n\r\n")
    with connect(served) as client:
        for _ in range(2):
            client.sendall(head + b"\r\n\r\n")
            client.settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.recv(1)
            client.settimeout(PATIENCE_SECONDS)
            answer = ask(client, body)
            assert answer is not None
            assert answer.status == 405


def test_concurrent_calls_are_answered_each_with_its_own_tweet(served: Site) -> None:
    def score(number: int) -> tuple[str, str]:
        word = ("love", "hate")[number % 2]
        _, answer = served.call("/api/v1/predict", {"text": f"I {word} it, {number}"})
        return word, answer["label"]

    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(score, range(200)))
    assert found == {("love", "positive"), ("hate", "negative")}


def copied_tree(folder: Path) -> Path:
    """The application's files where a test may change them."""
    tree = folder / "tree"
    tree.mkdir()
    for name in ("airparadis", "migrations", "static", "templates"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("gunicorn.conf.py", "wsgi.py"):
        shutil.copy(ROOT / name, tree)
    return tree


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_reload_takes_the_code_on_disk_and_a_stop_meanwhile_is_obeyed(tmp_path: Path) -> None:
    tree = copied_tree(tmp_path)
    code = tree / "airparadis"
    with site(tmp_path, {"WORKERS": "1"}, root=tree) as running:
        web = running.running["web"]
        [old] = running.workers()
        # The master has read the settings itself; the new code needs the new ones.
        replace(
            code / "config" / "settings.py", "class Config(", "NONE = 'None.'\n\n\nclass Config("
        )
        errors = code / "web" / "errors.py"
        replace(errors, '"No prediction has this id."', "NONE")
        replace(
            errors, "import errno\n", "import errno\nfrom airparadis.config.settings import NONE\n"
        )
        web.send_signal(signal.SIGHUP)
        wait_for(lambda: old not in running.workers(), "the new worker")
        wait_for(running.is_ready, "an answer")
        assert running.call(UNKNOWN)[1]["error"]["message"] == "None."
        with connect(running) as client:
            client.sendall(plain(LIST))
            time.sleep(0.1)
            web.send_signal(signal.SIGHUP)
            web.send_signal(signal.SIGTERM)
            answer = Reader(client).answer()
        assert answer is not None
        assert answer.status == 200, "what had begun was not finished"
        assert web.wait(PATIENCE_SECONDS) == 0
        assert "SIGABRT" not in running.output(), "a worker could not even end"
