"""Rate limits that several processes share in a real Redis, and what becomes of them without it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis
from redis.exceptions import RedisError

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.lib.errors import ConfigError
from airparadis.web.extensions import db
from tests.server.test_serve import wait_for
from tests.support.fakes import FakeClassifier
from tests.support.servers.ports import free_port


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[None]:
    """A Redis that keeps nothing, until the context is left."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server on the PATH")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    try:
        with Redis(port=port) as client:
            wait_for(lambda: _answers(client), "redis-server")
        yield
    finally:
        process.kill()
        process.wait()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False


def web_worker(config: Config, port: int) -> FlaskClient:
    """The application as another process has it, with a limit of two calls an hour."""
    settings = {
        "rate_limit_api": "2/hour",
        "rate_limit_storage": f"redis://127.0.0.1:{port}/0",
        "api_key_required": False,
    }
    app = create_app(config.model_copy(update=settings), FakeClassifier())
    with app.app_context():
        db.create_all()
    return app.test_client()


def ask(client: FlaskClient) -> int:
    return client.post("/api/v1/predict", json={"text": "I love it"}).status_code


def test_calls_are_counted_in_redis_and_in_the_process_without_it(
    config: Config, tmp_path: Path
) -> None:
    port = free_port()
    with redis_server(port, tmp_path), Redis(port=port) as redis:
        client = web_worker(config, port)
        assert [ask(client), ask(client), ask(client)] == [200, 200, 429]
        assert any(b"airparadis" in key for key in redis.keys("*"))
        redis.flushall()  # as if another process had counted nothing
        assert ask(client) == 200
    # Redis is gone: answers go on, and the process counts for itself.
    assert [ask(client), ask(client), ask(client)] == [200, 200, 429]


def test_a_storage_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_STORAGE", "memcached://127.0.0.1")
    with pytest.raises(ConfigError, match=r"^RATE_LIMIT_STORAGE "):
        Config.from_env(None)
