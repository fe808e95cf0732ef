"""Schemathesis over the whole OpenAPI description, against real processes.

`python -m benchmarks.fuzz [EXAMPLES]` sends some thousands of requests, all checks on: no answer
may be a 500, break its schema, take what the description forbids or refuse what it allows.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from airparadis.lib.project import ROOT
from benchmarks.faults.site import Site, site

EXAMPLES = 200
"""Number of examples of each operation and phase."""


class Fuzzed(NamedTuple):
    """The findings of a Schemathesis run."""

    operations: int
    cases: int
    failures: int
    output: str


def fuzz(folder: Path, examples: int, seed: int = 1) -> Fuzzed:
    """Serve an instance of its own and fuzz it with a key of every scope."""
    with site(folder, {"ACCESS_LOG": "false", "WORKERS": "1"}) as running:
        key = _key(running)
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "run",
            f"http://127.0.0.1:{running.port}/api/v1/openapi.json",
            *("--header", f"Authorization: Bearer {key}"),
            *("--checks", "all"),
            *("--max-examples", str(examples)),
            *("--seed", str(seed)),
            *("--continue-on-failure", "--no-color"),
        ]
        hooks = {"SCHEMATHESIS_HOOKS": "benchmarks.fuzz_hooks", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command,
            cwd=folder,
            env=running.environ | hooks,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in {0, 1}:
            raise RuntimeError(done.stdout + done.stderr)
    return _read(done.stdout, done.returncode)


def _key(running: Site) -> str:
    made = running.command("flask", "api-key", "create", "fuzz")
    if made.returncode:
        raise RuntimeError(made.stderr)
    return made.stdout.strip().splitlines()[-1]


def _read(output: str, code: int) -> Fuzzed:
    operations, cases = re.search(r"Tested: (\d+)", output), re.search(r"(\d+) generated", output)
    unique = re.search(r"(\d+) unique failures?", output)
    if operations is None or cases is None:
        raise RuntimeError(f"nothing was tested:\n{output}")
    failures = int(unique[1]) if unique else int(code != 0)
    return Fuzzed(int(operations[1]), int(cases[1]), failures, output)


def main(arguments: list[str]) -> int:
    """Print the counts; 1 if anything failed."""
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(Path(folder), int(arguments[0]) if arguments else EXAMPLES)
    if found.failures:
        print(found.output)
    print(f"{found.operations} operations, {found.cases} requests, {found.failures} failures")
    return 1 if found.failures else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
