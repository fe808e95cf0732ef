"""How far a training is, by the last line of its log."""

import re
from typing import NamedTuple

_BAR = re.compile(r"^(?P<stage>[^|%]+?):\s+(?P<percent>\d{1,3})%\|")
"""As tqdm draws it: `fit:  62%|██████▏   | 93/150 [00:55<00:40,  1.42 steps/s]`."""


class Stage(NamedTuple):
    """What is being done, and how much of it is."""

    name: str
    percent: int


def stage_of(line: str) -> Stage | None:
    """What a progress bar's line says; None for a line that is none."""
    found = _BAR.match(line)
    return Stage(found["stage"], min(int(found["percent"]), 100)) if found else None
