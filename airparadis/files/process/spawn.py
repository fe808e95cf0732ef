"""Starting a child: from nothing, never forked."""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from airparadis.files.process.messages import Request

_ROOT = Path(__file__).resolve().parents[3]
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031
"""F_SETPIPE_SZ of Linux: with a larger pipe a child reads on while its last rows are used."""

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT")
"""Environment variables passed on to a child: no settings, no secrets."""

_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve address space by the gigabyte
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "16777216",  # parts of a file are of one size, and kept for the next
    "MALLOC_TRIM_THRESHOLD_": "33554432",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
}


def start(request: Request) -> subprocess.Popen[bytes]:
    """Start a child that reads what is asked for; its standard output gives messages."""
    environ = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    child = subprocess.Popen(
        [sys.executable, "-m", "airparadis.files.process.child"],
        cwd=_ROOT,
        env=environ | _FRUGAL,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(request.descriptor,),
        start_new_session=True,  # Ctrl-C is for the parent, which ends its child
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 (narrows)
    _enlarge(child.stdout.fileno())
    child.stdin.write(pickle.dumps(request))
    child.stdin.flush()
    return child


def _enlarge(pipe: int) -> None:
    with suppress(ImportError, OSError):
        from fcntl import fcntl

        fcntl(pipe, _SET_PIPE_SIZE, _PIPE_BYTES)
