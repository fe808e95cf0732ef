"""Faults made on purpose, on real processes: whatever was acknowledged is there, once.

The same code at full size, with what was lost and how long recovery took, is
`python -m benchmarks.faults`; docs/reliability.md has its table.
"""

from pathlib import Path

import pytest

from benchmarks.faults.disks import UnsupportedError
from benchmarks.faults.table import FAULTS
from tests.support.instances import environment, install

SMALL = {name: fault for name, fault in FAULTS.items() if fault.small}
RECOVERY_SECONDS = 60


@pytest.mark.parametrize("name", SMALL)
def test_nothing_acknowledged_is_lost_or_stored_twice(tmp_path: Path, name: str) -> None:
    install(environment(tmp_path / "instance", {}))
    try:
        outcome = SMALL[name].make(tmp_path, SMALL[name].small)
    except UnsupportedError as reason:
        pytest.skip(str(reason))
    assert outcome.is_sound, outcome
    assert not outcome.lost, outcome
    assert not outcome.doubled, outcome
    assert outcome.acknowledged is None or outcome.acknowledged > 0, "nothing was at stake"
    assert (outcome.recovery_seconds or 0) < RECOVERY_SECONDS, outcome
