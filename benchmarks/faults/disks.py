"""File systems of their own: one that is small, one that the kernel makes read-only."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TMPFS_MIB = 24
EXT4_MIB = 96


class UnsupportedError(RuntimeError):
    """Raised when this machine cannot produce the fault."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a file system of `TMPFS_MIB` in a folder.

    Raises:
        UnsupportedError: this user may not mount.
    """
    disk = folder / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={TMPFS_MIB}m,mode=700", "tmpfs", str(disk)]
    _run("mount", *options)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(path: Path) -> None:
    """Write a file until not one byte more has room."""
    with path.open("wb", buffering=0) as file:
        for size in (2**16, 2**12, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


class FailingDisk:
    """An ext4 in a file that the kernel makes read-only, as it does when a disk fails."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "failing"
        self._image = folder / "failing.img"
        self.path.mkdir()
        self._image.touch()
        with self._image.open("r+b") as image:
            image.truncate(EXT4_MIB << 20)
        _run("mkfs.ext4", "-q", str(self._image))

    def mount(self) -> None:
        """Mount it for reading and writing."""
        _run("mount", "-o", "loop", str(self._image), str(self.path))

    def fail(self) -> None:
        """Let every write to it fail, also to files that are open."""
        _run("mount", "-o", "remount,abort", str(self.path))

    def repair(self) -> None:
        """Unmount, check and mount it again; nothing may be open there."""
        self.unmount()
        subprocess.run(["e2fsck", "-fy", str(self._image)], capture_output=True, check=False)
        self.mount()

    def unmount(self) -> None:
        """Unmount it."""
        _run("umount", str(self.path))


@contextmanager
def failing_disk(folder: Path) -> Iterator[FailingDisk]:
    """Make and mount one.

    Raises:
        UnsupportedError: this user may not mount, or the system has no ext4.
    """
    disk = FailingDisk(folder)
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None or subprocess.run([found, *arguments], check=False).returncode:
        raise UnsupportedError(f"this user cannot run {program}")
