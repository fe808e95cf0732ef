"""A release and a roll-back under load: every web worker changes over, and no request notices."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from airparadis.ml.artifact import read_verified, version_name, write_manifest
from airparadis.ml.store import ModelStore
from airparadis.services.models.releases import served_version
from tests.server.test_serve import call, is_ready, wait_for
from tests.support.instances import environment, install
from tests.support.models import write_light_model
from tests.support.servers.ports import free_port
from tests.whole.test_processes import WEB, processes

CLIENTS = 3
IN_A_ROW = 40
"""Answers by one version after which both workers are taken to have changed over."""


def later(artifact: Path, directory: Path) -> Path:
    """The same model as if it had been trained a day later, which is another version."""
    manifest = read_verified(artifact)
    created_at = manifest.created_at + timedelta(days=1)
    version = version_name(manifest.family, created_at, manifest.files)
    shutil.copytree(artifact, directory)
    changes = {"version": version, "created_at": created_at}
    write_manifest(directory, manifest.model_copy(update=changes))
    return directory


class Traffic:
    """Clients that ask without a pause, and the versions of the answers, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.versions: list[str] = []
        self.failures: list[str] = []
        self.is_over = threading.Event()

    def ask(self) -> None:
        """Until it is over."""
        while not self.is_over.is_set():
            try:
                made = call(f"{self.url}/api/v1/predict", {"texts": ["good meal", "bad meal"]})
            except OSError as error:
                self.failures.append(str(error))
                continue
            [version] = {prediction["model_version"] for prediction in made["predictions"]}
            self.versions.append(version)

    def is_settled_on(self, version: str) -> bool:
        """Return whether no other version has answered for a while."""
        return set(self.versions[-IN_A_ROW:]) == {version}


@contextmanager
def traffic(url: str) -> Iterator[Traffic]:
    running = Traffic(url)
    threads = [threading.Thread(target=running.ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.is_over.set()
        for thread in threads:
            thread.join()


def test_a_release_and_a_roll_back_fail_no_request(
    tmp_path: Path, database: dict[str, str]
) -> None:
    store = ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))
    first = served_version(store)
    second = store.add(later(store.default, tmp_path / "candidate")).version
    settings = {
        "PORT": str(free_port()),
        "MODEL_DIR": str(store.default),
        "RATE_LIMIT_API": "1000000/minute",
    }
    environ = environment(tmp_path, settings | database)
    install(environ)
    url = f"http://127.0.0.1:{environ['PORT']}"
    with processes(environ, WEB):
        wait_for(lambda: is_ready(url), "the first answer")
        with traffic(url) as seen:
            for version in (first, second, first):
                store.serve(version)
                wait_for(lambda: seen.is_settled_on(version), version)  # noqa: B023 - at once
    assert seen.failures == []
    assert set(seen.versions) == {first, second}
