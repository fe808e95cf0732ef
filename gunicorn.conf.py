"""The web server; its settings come from the application's own (docs/settings.md).

Stock gunicorn with its stock threaded worker, and hooks as its documentation has them. Workers load
the application themselves (no `preload_app`): a worker that ends takes nothing of the master's
libraries down, and HUP serves the code and the settings that are on disk by then.
"""

import ctypes
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path


def _forget_application() -> None:
    """Make the next import read the application's code from disk, not from an earlier import."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "airparadis"]:
        del sys.modules[name]


_forget_application()  # HUP reads this file again

from airparadis.config.settings import Config  # noqa: E402
from airparadis.lib.instance_lock import use  # noqa: E402
from airparadis.server.room import release, reserve  # noqa: E402

M_ARENA_MAX = -8  # of <malloc.h>
_config = Config.from_env()

# Before NumPy is loaded: tweets are too short to be shared among cores, which other requests want.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_host = f"[{_config.host}]" if ":" in _config.host else _config.host
bind = f"{_host}:{_config.port}"
workers = _config.workers
threads = _config.threads
worker_class = "gthread"
umask = 0o077  # tweets and password hashes: files of the server are its user's alone
graceful_timeout = 4  # honcho kills after five; kept connections, idle or not, take all of them
keepalive = 75  # longer than proxies keep theirs (nginx: 60 s)
timeout = 30
logger_class = "airparadis.server.logger.JsonLogger"
control_socket_disable = True
forwarder_headers = ""  # a client's header SCRIPT_NAME is a header: it changes no path
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
    for left_over in _metrics.glob("*.db"):
        left_over.unlink()


def post_fork(_server: object, _worker: object) -> None:
    """Prepare a worker to load the application."""
    _forget_application()
    reserve(_metrics, os.getpid())  # room for its counts, taken before the disk is full
    gc.disable()  # until everything that stays is loaded: it would be walked again and again


def post_worker_init(worker: object) -> None:
    """Keep the loaded application out of every later garbage collection, and say who is ready."""
    gc.freeze()
    gc.enable()
    with suppress(AttributeError):  # glibc alone has them; loading leaves some 10 MB
        ctypes.CDLL(None).malloc_trim(0)
        # A heap for each thread of a worker keeps what the thread has freed.
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)
    worker.log.info("Worker ready with pid: %s", os.getpid())  # type: ignore[attr-defined]


def child_exit(_server: object, worker: object) -> None:
    """Drop the figures that only a living worker can give, and the room for more counts."""
    from prometheus_client.multiprocess import mark_process_dead

    pid: int = worker.pid  # type: ignore[attr-defined]
    mark_process_dead(pid)  # type: ignore[no-untyped-call]
    release(_metrics, pid)
