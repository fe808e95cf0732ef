"""The file system that a folder is on."""

from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "fuse.glusterfs"})
"""Types whose machines share no memory: SQLite's write-ahead log does not work over them
(https://sqlite.org/wal.html)."""


def network_type(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the type of the network file system that a folder is on.

    None on another one, and where the machine does not list its mounts.
    """
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    place, found = folder.resolve(), (-1, "")
    for line in lines:
        _device, point, kind, *_ = [*line.split(" "), "", "", ""]
        mounted = Path(point.replace("\\040", " "))
        if place.is_relative_to(mounted):
            found = max(found, (len(mounted.parts), kind), key=lambda mount: mount[0])
    return found[1] if found[1] in NETWORK else None
