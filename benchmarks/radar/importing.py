"""A benchmark of `flask streams import` on a long file: tweets a second, CPU time, memory.

    python -m benchmarks.radar.importing sentiment140.parquet --processes 2

The real command, in a database of its own that is deleted afterwards.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

STREAMS = {
    "Air France": ("air france", "@airfrance"),
    "Delta": ("delta air", "@delta"),
    "coffee": ("coffee",),
    "starbucks": ("starbucks",),
}
EVERY_SECONDS = 0.5


def flask(*command: str) -> list[str]:
    """A command of the application."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *command]


def run(folder: Path, file: Path, processes: int) -> None:
    """Import once and say what it took."""
    environment = os.environ | {"INSTANCE_PATH": str(folder)}
    prepare = [sys.executable, "-m", "airparadis", "prepare"]
    subprocess.run(prepare, env=environment, check=True, stdout=subprocess.DEVNULL)
    for name, terms in STREAMS.items():
        options = [part for term in terms for part in ("--term", term)]
        command = flask("streams", "add", name, *options)
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    command = flask("streams", "import", str(file), "--processes", str(processes))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        most = _watch(child)
        said = child.stdout.read() if child.stdout else ""
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    summary = said.strip().splitlines()[-1]
    new = int(summary.split()[0])
    size = sum(file.stat().st_size for file in folder.glob("*.sqlite3*"))
    print(
        f"{summary}\n{seconds:.0f} s on the wall: {new / seconds:,.0f} tweets a second\n"
        f"{processor:.0f} s of processor time: {1e3 * processor / new:.3f} ms a tweet, "
        f"{2 * new / processor:,.0f} tweets a second on two cores of their own\n"
        f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
        f"memory, all processes together: {most / 1e6:,.0f} MB; database: {size / 1e6:,.0f} MB"
    )


def _watch(child: "subprocess.Popen[str]") -> int:
    """The most memory that a command and its processes held at once (what they share counts once
    for each), in bytes, once it has ended."""
    most, parent = 0, psutil.Process(child.pid)
    while child.poll() is None:
        most = max(most, _held(parent))
        time.sleep(EVERY_SECONDS)
    return most


def _held(parent: psutil.Process) -> int:
    total = 0
    try:
        for process in (parent, *parent.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.NoSuchProcess:  # ended in this very moment
        pass
    return total


def main() -> None:
    """Print the figures of docs/radar.md."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), chosen.file.resolve(), chosen.processes)


if __name__ == "__main__":
    main()
