"""The table of ASVS points names existing tests and adds up."""

import re
from collections import Counter

from airparadis.lib.project import ROOT

TABLE = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\d., to]+?) \| [^|]+\| ([^|]+?) \|", re.MULTILINE)
SEVERAL = {"10.4.1 to 10.4.5": 5, "11.3.1, 11.3.2": 2}


def test_every_named_test_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)`", TABLE)
    for name in named:
        places = (ROOT / "tests" / name, ROOT / "airparadis" / name)
        assert any(place.exists() for place in places), name


def test_the_totals_below_the_table_are_right() -> None:
    states: Counter[str] = Counter()
    for point, state in ROW.findall(TABLE):
        states[state] += SEVERAL.get(point, 1)
    assert states.total() == 70
    totals = f"{states['met']} met, {states['partly']} partly, {states['proxy']} for the proxy, "
    assert f"{totals}{states['–']} do not apply." in TABLE
