"""The file system that a folder is on."""

from pathlib import Path

import pytest

from airparadis.lib.file_systems import network_type

MOUNTS = """overlay / overlay rw 0 0
server:/export /srv/share nfs4 rw 0 0
/dev/sda1 /srv/share/local ext4 rw 0 0
//server/x /mnt/with\\040space cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/var/lib/airparadis", None),
        ("/srv/share/instance", "nfs4"),
        ("/srv/share/local/instance", None),
        ("/srv/shared", None),
        ("/mnt/with space", "cifs"),
    ],
)
def test_a_network_file_system_is_told_by_its_mount(
    tmp_path: Path, folder: str, found: str | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_type(Path(folder), mounts) == found


def test_without_a_list_of_mounts_nothing_is_refused(tmp_path: Path) -> None:
    assert network_type(tmp_path, tmp_path / "none") is None
