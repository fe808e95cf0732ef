"""Files for the counts of a worker, made while other workers read all of them."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from prometheus_client.multiprocess import MultiProcessCollector

from airparadis.server.room import BYTES, KINDS, release, reserve


def test_files_are_whole_as_soon_as_a_scrape_can_see_them(tmp_path: Path) -> None:
    def start_workers() -> None:
        for pid in range(1, 60):
            reserve(tmp_path, pid)

    workers = threading.Thread(target=start_workers)
    workers.start()
    while workers.is_alive():
        sizes = {file.stat().st_size for file in tmp_path.glob("*.db")}
        assert sizes <= {BYTES}
        MultiProcessCollector(None, str(tmp_path)).collect()  # type: ignore[no-untyped-call]
    assert len(list(tmp_path.iterdir())) == 59 * len(KINDS)


def test_counts_of_an_earlier_worker_with_the_same_number_are_kept(tmp_path: Path) -> None:
    counts = tmp_path / f"{KINDS[0]}_7.db"
    counts.write_bytes(b"counts")
    reserve(tmp_path, 7)
    assert counts.read_bytes() == b"counts".ljust(BYTES, b"\0")


def test_of_a_worker_that_is_gone_only_its_counts_are_kept(tmp_path: Path) -> None:
    reserve(tmp_path, 7)
    program = (
        "from prometheus_client import Counter, values\n"
        "values.ValueClass = values.MultiProcessValue(lambda: 7)\n"
        "Counter('tweets', 'scored', ['label'], registry=None).labels('negative').inc(3)\n"
    )
    environ = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], env=environ, check=True)
    release(tmp_path, 7)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 20_000
    [figures] = MultiProcessCollector(None, str(tmp_path)).collect()  # type: ignore[no-untyped-call]
    assert [sample.value for sample in figures.samples] == [3.0]


def test_a_full_disk_stops_no_worker(tmp_path: Path) -> None:
    reserve(tmp_path / "missing", 7)
