"""No tracked file holds a secret; made-up ones are marked as such."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

SHAPES = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b",
    "Slack token": r"\bxox[abprs]-[0-9A-Za-z]{10,}-[0-9A-Za-z-]{10,}",
    "Slack webhook": r"hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,}",
    "Google key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "X bearer token": r"\bAAAAAAAAAAAAAAAAAAAAA[0-9A-Za-z%]{60,}",
    "Azure connection": r"InstrumentationKey=[0-9a-f]{8}-(?!0000)[0-9a-f-]{27}",
    "Azure storage key": r"AccountKey=[A-Za-z0-9+/]{80,}==",
    "JSON web token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "key of ours": r"\bap_[A-Za-z0-9_-]{43}\b",
    "password in an address": r"[a-z][a-z0-9+]*://[^/\s:@'\"{}<>$]+:(?!secret|pass|pw|x|p)"
    r"[^/\s:@'\"{}<>$*…]{12,}@",
}
SECRET = re.compile("|".join(f"(?P<n{n}>{shape})" for n, shape in enumerate(SHAPES.values())))
MARK = "made-up"
"""Marks a line that only looks like a secret."""


def tracked() -> Iterator[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no version control here")
    files = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in files.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.stat().st_size < 2_000_000:
            yield path


def secrets_in(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if (match := SECRET.search(line)) and MARK not in line:
            yield list(SHAPES)[int((match.lastgroup or "n0")[1:])]


def test_the_scan_finds_what_it_looks_for() -> None:
    planted = [
        "AKIA" + "A" * 16,
        "ghp_" + "a" * 36,
        "ap_" + "b" * 43,
        "-----BEGIN " + "PRIVATE KEY-----",
    ]
    assert list(secrets_in("\n".join(planted))) == [  # made-up
        "AWS key",
        "GitHub token",
        "key of ours",
        "private key",
    ]
    assert list(secrets_in("AKIA" + "A" * 16 + f"  # {MARK}")) == []


def test_no_tracked_file_holds_a_secret() -> None:
    found = {
        str(path.relative_to(ROOT)): sorted(set(kinds))
        for path in tracked()
        if (kinds := list(secrets_in(path.read_bytes().decode("utf-8", "replace"))))
    }
    assert found == {}
