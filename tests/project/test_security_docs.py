"""The documents on security name existing code and tests, and what they say of roles holds."""

import re
from collections import Counter

import pytest

from airparadis.domain.accounts.policy import Scope
from airparadis.domain.accounts.roles import ROLES, Permission, Role
from airparadis.lib.project import ROOT

DOCS = ROOT / "docs"
TABLE = (DOCS / "asvs.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\d., to]+?) \| [^|]+\| ([^|]+?) \|", re.MULTILINE)
SEVERAL = {"10.4.1 to 10.4.5": 5, "11.3.1, 11.3.2": 2}

SAID = {
    Permission.VIEW: "read the dashboard, drift, incidents and the radar",
    Permission.HANDLE_INCIDENTS: "act on incidents",
    Permission.REVIEW: "review, label and assign",
    Permission.SCORE_FILES: "score files",
    Permission.MANAGE_STREAMS: "change streams and topics",
    Permission.SEE_AUTHORS: "see authors",
    Permission.EXPORT_REPORTS: "export and import",
    Permission.TRAIN_MODELS: "train",
    Permission.READ_API: "ask the API's figures without a key",
    Permission.DELETE_STREAMS: "remove streams",
    Permission.MANAGE_PERSONAL_DATA: "export and erase what is held on an author",
    Permission.MANAGE_ALL_BATCHES: "stop anybody's batches",
    Permission.RELEASE_MODELS: "release and roll back models",
    Permission.MANAGE_SETTINGS: "change settings and contact points",
    Permission.MANAGE_ACCOUNTS: "manage accounts and keys, read the audit log",
}
"""Words of docs/security.md for each permission."""


@pytest.mark.parametrize("name", ["asvs.md", "security.md", "reliability.md"])
def test_every_file_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:[\w-]+/)+[\w-]+\.py)`", (DOCS / name).read_text("utf-8"))
    assert named
    for path in named:
        places = (ROOT / "tests" / path, ROOT / "airparadis" / path, ROOT / path)
        assert any(place.exists() for place in places), path


def test_the_totals_below_the_table_are_right() -> None:
    states: Counter[str] = Counter()
    for point, state in ROW.findall(TABLE):
        states[state] += SEVERAL.get(point, 1)
    assert states.total() == 70
    totals = f"{states['met']} met, {states['partly']} partly, {states['proxy']} for the proxy, "
    assert f"{totals}{states['–']} do not apply." in TABLE


def row_of(who: str) -> str:
    """Return what docs/security.md says of a role or a key."""
    text = (DOCS / "security.md").read_text("utf-8")
    found = re.search(rf"^\| {who} \| (.*) \|$", text, re.MULTILINE)
    assert found, who
    return found[1]


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_said_of_the_least_role_that_has_it(permission: Permission) -> None:
    least = next(role for role in Role if permission in ROLES[role].permissions)
    assert [role for role in Role if SAID[permission] in row_of(role)] == [least]


def test_the_scopes_of_keys_are_named() -> None:
    assert set(re.findall(r"`(\w+)`", row_of("API key"))) == set(Scope)
