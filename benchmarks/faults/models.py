"""The model's files truncated, swapped, or of another version, under a running server."""

import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from airparadis.ml.artifact import BUNDLED_MODEL, MANIFEST_NAME
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.site import free_port, site, wait_for

WEIGHTS = "french.npz"


def _truncate(model: Path) -> None:
    whole = (model / WEIGHTS).read_bytes()
    (model / WEIGHTS).write_bytes(whole[: len(whole) // 2])


def _swap(model: Path) -> None:
    first, second = model / WEIGHTS, model / "network.npz"
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])


def _change(model: Path, **changes: object) -> None:
    manifest = json.loads((model / MANIFEST_NAME).read_bytes())
    (model / MANIFEST_NAME).write_text(json.dumps(manifest | changes))


FAULTS: Mapping[str, Callable[[Path], None]] = MappingProxyType(
    {
        "truncated": _truncate,
        "swapped": _swap,
        "for another text version": lambda model: _change(model, text_version=99),
        "of another format": lambda model: _change(model, format_version=99),
        "for another library": lambda model: _change(model, libraries={"numpy": "0.1"}),
        "without a manifest": lambda model: (model / MANIFEST_NAME).unlink(),
    }
)


def model_at_fault(folder: Path, _requests: int) -> Outcome:
    """The running server goes on with what it has, a start is refused; then the files come back."""
    model = folder / "model"
    shutil.copytree(BUNDLED_MODEL, model)
    with site(folder, {"MODEL_DIR": str(model)}) as running:
        # One worker answers while another may still be reading the model.
        wait_for(running.are_workers_ready, "every worker to have read the model")
        wait_for(running.scores, "an answer")
        for name, spoil in FAULTS.items():
            shutil.rmtree(model)
            shutil.copytree(BUNDLED_MODEL, model)
            spoil(model)
            refused = running.command("airparadis", "prepare", PORT=str(free_port()))
            lines = refused.stderr.strip().splitlines()
            if not running.scores() or len(lines) != 1 or "model" not in lines[0]:
                raise RuntimeError(f"{name}: {lines}")
        running.stop()
        shutil.rmtree(model)
        shutil.copytree(BUNDLED_MODEL, model)
        started = time.monotonic()
        running.start("web")
        wait_for(running.scores, "an answer")
        recovery = time.monotonic() - started
    told = f"{len(FAULTS)} kinds: the server goes on, a start is refused in one line"
    return Outcome("model files at fault", told, None, None, None, recovery)
