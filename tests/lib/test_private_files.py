"""Files and folders that only their owner may read."""

import os
import subprocess
import sys
from pathlib import Path

from airparadis.lib.private_files import close_to_others, open_to_others
from airparadis.lib.project import ROOT


def test_what_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    folder, outside = tmp_path / "instance", tmp_path / "outside"
    (folder / "logs").mkdir(parents=True, mode=0o755)
    for path in (folder / "logs" / "feedback.log", folder / "airparadis.sqlite3", outside):
        path.touch(mode=0o644)
    (folder / "link").symlink_to(outside)
    assert len(open_to_others(folder)) == 4
    close_to_others(folder)
    assert open_to_others(folder) == []
    assert outside.stat().st_mode & 0o777 == 0o644, "a link is not followed"
    assert (folder / "logs").stat().st_mode & 0o777 == 0o700


def test_entry_points_make_files_of_their_own_alone() -> None:
    """Run each in a process: the file-creation mask cannot be read without setting it."""
    show = "; import os; print(oct(os.umask(0)))"
    for entry in (
        "from airparadis.app import create_cli_app as start",
        "from airparadis.lib.private_files import keep_private as start",
    ):
        code = f"import os; os.umask(0o022); {entry}; start(){show}"
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"SECRET_KEY": "for tests only"},
        )
        assert ran.stdout.split() == ["0o77"]
    for file in ("wsgi.py", "airparadis/server/prepare.py"):
        assert "keep_private()" in (ROOT / file).read_text()
    assert "umask = 0o077" in (ROOT / "gunicorn.conf.py").read_text()
