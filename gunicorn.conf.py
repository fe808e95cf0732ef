"""The web server; its settings come from the application's own (docs/settings.md)."""

import atexit
import ctypes
import gc
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from airparadis.config.settings import Config
from airparadis.lib.instance_lock import use
from airparadis.lib.json_logs import gunicorn_logging
from airparadis.server import reload as reloading  # `reload` is one of gunicorn's settings
from airparadis.server.room import reserve

M_ARENA_MAX = -8  # of <malloc.h>
gc.disable()  # until all is read that stays: it would be looked at again and again
_config = Config.from_env()

# Before NumPy is loaded: tweets are too short to be shared among cores, which other requests want.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_host = f"[{_config.host}]" if ":" in _config.host else _config.host
bind = f"{_host}:{_config.port}"
workers = _config.workers
threads = _config.threads
worker_class = "airparadis.server.lane.worker.LaneWorker"  # none of its threads waits for a client
preload_app = True  # one process reads the code and the model, the workers share the pages
graceful_timeout = 10
keepalive = 75  # longer than proxies keep theirs (nginx: 60 s); no thread waits meanwhile
timeout = 30
accesslog = None  # the application writes its own, without addresses
logconfig_dict = gunicorn_logging()
control_socket_disable = True
# A worker touches a file to show that it lives; on a slow disk that would look like death.
_memory = Path("/dev/shm")  # noqa: S108 (Linux's file system in memory)
worker_tmp_dir = str(_memory) if _memory.is_dir() else None

# Prometheus' client looks for this when it is imported: see `airparadis.web.telemetry.metrics`.
_metrics = Path(
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_config.instance_path / "metrics"))
)


def on_starting(_server: object) -> None:
    """Count from zero: the files of workers long gone would be added to ours."""
    use(_config.instance_path)
    _metrics.mkdir(parents=True, exist_ok=True)
    if reloading.is_reloaded():
        return  # the workers before still count
    for left_over in _metrics.glob("*.db"):
        left_over.unlink()


def post_fork(_server: object, _worker: object) -> None:
    """Take the room for this worker's counts before the disk is full."""
    reserve(_metrics, os.getpid())


def when_ready(server: Any) -> None:
    """HUP takes new code, too; and what the workers are to share is looked at no more."""
    gc.freeze()
    gc.enable()
    with suppress(AttributeError):  # glibc alone has them; loading leaves some 10 MB
        ctypes.CDLL(None).malloc_trim(0)
        # A heap for each thread of a worker keeps what the thread has freed.
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)
    server.reload = partial(reloading.reload, server)


def post_worker_init(_worker: object) -> None:
    """The first of the new workers is up."""
    reloading.stop_old_workers()


def worker_exit(_server: object, worker: Any) -> None:
    """End without taking C++ libraries down: ONNX Runtime, loaded before the fork, aborts."""
    if worker.booted:
        atexit._run_exitfuncs()
        os._exit(0)


def child_exit(_server: object, worker: Any) -> None:
    """Let go of what only a living worker can tell; what it counted is kept."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
