"""The web server; its settings come from the application's own (docs/settings.md)."""

from pathlib import Path

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
