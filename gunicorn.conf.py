"""The web server; its settings come from the application's own (docs/settings.md)."""

import os
from pathlib import Path
from typing import Any

from airparadis.config import Config

_config = Config.from_env()

_host = f"[{_config.host}]" if ":" in _config.host else _config.host
bind = f"{_host}:{_config.port}"
workers = _config.workers
threads = _config.threads
worker_class = "gthread"
preload_app = True  # one process reads the code and the model, the workers share the pages
graceful_timeout = 10
timeout = 30
accesslog = None
control_socket_disable = True
# A worker touches a file to show that it lives; on a slow disk that would look like death.
_memory = Path("/dev/shm")  # noqa: S108 (Linux's file system in memory)
worker_tmp_dir = str(_memory) if _memory.is_dir() else None

# Prometheus' client looks for this when it is imported; `airparadis.telemetry.metrics` says why.
_metrics = Path(
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_config.instance_path / "metrics"))
)


def on_starting(_server: object) -> None:
    """Count from zero: the files of workers long gone would be added to ours."""
    _metrics.mkdir(parents=True, exist_ok=True)
    for left_over in _metrics.glob("*.db"):
        left_over.unlink()


def child_exit(_server: object, worker: Any) -> None:
    """Let go of what only a living worker can tell; what it counted is kept."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
