"""Dependencies are pinned by digest and run with few rights."""

import re
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

HASHED: tuple[str, ...] = ("requirements.txt", "requirements-dev.txt", "requirements-telemetry.txt")
HASHED += ("training/requirements.txt", "training/requirements-cluster.txt")
HASHED += ("training/requirements-notebooks.txt",)
HASHED += ("training/requirements-deep.txt", "training/requirements-recipe.txt")
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


@pytest.mark.parametrize("lock", HASHED)
def test_every_package_of_a_lock_file_is_pinned_by_its_digest(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text().partition("\n")[2])
    assert len(entries) > 30
    for entry in entries:
        assert "==" in entry.split("\n")[0], entry
        assert "--hash=sha256:" in entry, entry


def test_scripts_and_the_image_insist_on_digests() -> None:
    assert "--require-hashes" in (ROOT / "script" / "common.sh").read_text()
    image = (ROOT / "deploy" / "Containerfile").read_text()
    assert "--require-hashes" in image
    assert re.findall(r"^USER (?!root|0\b)\S+", image, re.MULTILINE)
    bases = re.findall(r"^FROM (\S+)", image, re.MULTILINE)
    assert all(re.search(r"@sha256:[0-9a-f]{64}$", base) for base in bases)


def test_actions_are_pinned_by_commit() -> None:
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert all(re.search(r"@[0-9a-f]{40}$", action) for action in used)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_have_a_bound_of_memory_and_few_rights(unit: Path) -> None:
    text = unit.read_text()
    for wanted in (
        *("MemoryMax=", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict"),
        *("ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "RestrictNamespaces=yes"),
        *("CapabilityBoundingSet=", "SystemCallFilter=@system-service", "LockPersonality=yes"),
    ):
        assert f"\n{wanted}" in text, wanted


def test_the_notice_names_what_the_page_of_the_api_runs() -> None:
    bundle = (ROOT / "static" / "vendor" / "swagger-ui" / "swagger-ui-bundle.js").read_text()
    [swagger] = re.findall(r'PACKAGE_VERSION:"([\d.]+)"', bundle)
    [purify] = re.findall(r'version="([\d.]+)",DOMPurify\.removed', bundle)
    notice = " ".join((ROOT / "NOTICE").read_text().split())
    assert f"Swagger UI {swagger} as built" in notice
    assert f"DOMPurify {purify} and others" in notice
