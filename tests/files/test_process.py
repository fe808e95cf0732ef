"""Reading in a child process: the same rows, and no harm to whoever asks for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import Limits
from airparadis.files.process.parent import TableProcess
from airparadis.files.reading import open_table
from airparadis.files.table import GUESS_ALL, ReadOptions
from airparadis.lib.project import ROOT
from tests.files.reading import lines, read
from tests.files.workbooks import changed, with_rows, workbook

TABLE = lines("id,text", *(f'{n},"I love it, {n}"' for n in range(5_000)), "-1,bad, really")


def file(folder: Path, content: bytes | str, name: str = "tweets.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@contextmanager
def started(path: Path, limits: Limits | None = None) -> Iterator[TableProcess]:
    with path.open("rb") as opened:
        process = TableProcess(opened, path.name, path.stat().st_size, GUESS_ALL, limits)
    try:
        yield process
    finally:
        process.close()


@contextmanager
def endless() -> Iterator[TableProcess]:
    """Read a pipe into which nothing comes."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe, os.fdopen(writing, "wb"):
        process = TableProcess(pipe, "-", None, GUESS_ALL, Limits(patience=0.5))
        try:
            yield process
        finally:
            process.close()


def read_all(process: TableProcess) -> int:
    rows = 0
    while not process.is_over:
        block = process.receive()
        rows += len(block) if block else 0
    return rows


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def within_seconds(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_a_child_reads_what_this_process_would(tmp_path: Path) -> None:
    here = read(TABLE)
    with open_table(file(tmp_path, TABLE)) as table:
        rows = [list(row) for block in table.blocks() for row in block.rows()]
    assert (table.layout, rows, table.notes) == (here.layout, here.rows, here.notes)
    assert table.progress == 1.0


def test_options_and_errors_go_to_and_fro(tmp_path: Path) -> None:
    path = file(tmp_path, TABLE)
    with open_table(path, ReadOptions(delimiter="none")) as table:
        assert (table.layout.delimiter, len(table.layout.columns)) == ("", 1)
    for options, fault in (
        (ReadOptions(column="nope"), FileFault.NO_COLUMN),
        (ReadOptions(encoding="nope"), FileFault.ENCODING),
    ):
        with pytest.raises(FileError) as refused, open_table(path, options):
            pass
        assert (refused.value.fault, refused.value.detail) == (fault, "nope")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused, open_table(tmp_path / "none.csv"):
        pass
    assert refused.value.fault is FileFault.GONE


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    path = file(tmp_path, TABLE)

    def rows(_: int) -> int:
        with open_table(path) as table:
            return sum(map(len, table.blocks()))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(rows, range(3))) == [5_001] * 3


def test_memory_is_bounded(tmp_path: Path) -> None:
    content = '{"text": "good", "x": [' + "[]," * 4_000_000 + "0]}"
    path = file(tmp_path, content, "tweets.jsonl")
    with started(path, Limits(memory_mb=300)) as process, pytest.raises(FileError) as refused:
        read_all(process)
    assert refused.value.fault is FileFault.MEMORY


def test_processor_time_is_bounded(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(9, 200_000)
    )
    path = file(tmp_path, changed(workbook([["text"], ["good"]]), with_rows(rows)), "tweets.xlsx")
    limits = Limits(processor_seconds=1)
    with started(path, limits) as process, pytest.raises(FileError) as refused:
        read_all(process)
    assert refused.value.fault is FileFault.TIME


def test_waiting_has_an_end() -> None:
    with endless() as process, pytest.raises(FileError) as refused:
        read_all(process)
    assert refused.value.fault is FileFault.TIME
    assert not is_running(process.pid)


def test_reading_can_be_stopped_at_any_time(tmp_path: Path) -> None:
    fifo = tmp_path / "never.csv"
    os.mkfifo(fifo)
    writing = os.open(fifo, os.O_RDWR)  # somebody could still write
    with pytest.raises(FileError) as refused, open_table(fifo, keep_on=lambda: False):
        pass
    os.close(writing)
    assert refused.value.fault is FileFault.STOPPED
    with endless() as process:
        assert process.receive(0.01) is None
        process.close()
        assert not is_running(process.pid)


def test_a_child_that_dies_fails_its_file_only() -> None:
    with endless() as process:
        os.kill(process.pid, signal.SIGSEGV)
        with pytest.raises(FileError, match="SIGSEGV") as refused:
            read_all(process)
    assert refused.value.fault is FileFault.CRASHED


def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from airparadis.files.process.parent import TableProcess\n"
        "reading, writing = os.pipe()\n"
        "process = TableProcess(os.fdopen(reading, 'rb'), '-', None)\n"
        "print(process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert within_seconds(10, lambda: not is_running(int(parent.stdout)))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Linux shows environments")
def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-for-children")
    with endless() as process:
        environ = Path(f"/proc/{process.pid}/environ")
        assert within_seconds(5, lambda: b"PYTHONUTF8" in environ.read_bytes())
        assert b"not-for-children" not in environ.read_bytes()


def test_a_pipe_is_read_as_it_comes() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe, os.fdopen(writing, "wb") as source:
        process = TableProcess(pipe, "-", None)
        source.write(b"id,text\n1,good\n2,bad, really\n")
        source.close()
        assert read_all(process) == 2
    assert process.notes.counts == {"rebuilt": 1}
