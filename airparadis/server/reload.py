"""HUP: new code and new settings without a request lost.

Gunicorn's own reload starts new workers of the code that the master has read already. Here the
master makes sure that what is on disk can serve, then becomes it: same process, same sockets, while
its old workers go on. They stop once the new ones are up.
"""

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

OLD_WORKERS = "AIRPARADIS_OLD_WORKERS"
CHECK_SECONDS = 120
_log = logging.getLogger("gunicorn.error")


def reload(server: Any) -> None:
    """Replace the master's code, unless what is there cannot serve; then nothing changes.

    Called in the master's main loop; gunicorn waits meanwhile, the workers do not.
    """
    reason = _fault(dict(server.cfg.env_orig))
    if reason:
        _log.error("not reloaded, the old code goes on: %s", reason)
        return
    _log.info("reloading")
    environ = server.cfg.env_orig | {
        # gunicorn's way of handing sockets on; it makes the new code believe in an older master
        "GUNICORN_PID": str(os.getpid()),
        "GUNICORN_FD": ",".join(str(listener.fileno()) for listener in server.LISTENERS),
        OLD_WORKERS: ",".join(map(str, server.WORKERS)),
    }
    for listener in server.LISTENERS:
        os.set_inheritable(listener.fileno(), True)
    os.chdir(server.START_CTX["cwd"])
    # Not gunicorn's own arguments: begun as a module, it would find its `http` before Python's.
    arguments = [sys.executable, "-m", "gunicorn", *sys.argv[1:]]
    try:
        os.execve(sys.executable, arguments, environ)  # noqa: S606
    except OSError as error:
        _log.error("not reloaded, the old code goes on: %s", error)


def is_reloaded() -> bool:
    """Whether this master has taken over from itself."""
    return os.environ.get("GUNICORN_PID") == str(os.getpid())


def stop_old_workers() -> None:
    """Let the workers of the code before finish what they have begun."""
    for pid in filter(None, os.environ.pop(OLD_WORKERS, "").split(",")):
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGTERM)


def _fault(environ: dict[str, str]) -> str | None:
    """Why the code and the settings on disk cannot serve; None if they can."""
    check = [sys.executable, "-m", "airparadis", "check"]
    try:
        done = subprocess.run(  # noqa: S603
            check, env=environ, capture_output=True, text=True, timeout=CHECK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
    return lines[-1] if done.returncode else None
