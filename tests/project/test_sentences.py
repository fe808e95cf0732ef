"""Docstrings and names follow the house's English, as far as a machine can read it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

FOLDERS = ("airparadis", "benchmarks", "tests", "training")
NOT_YET = (
    "airparadis/app.py",
    "airparadis/__main__.py",
    *(f"airparadis/{room}/" for room in ("cli", "config", "db", "domain", "files", "jobs", "lib")),
    *(f"airparadis/{room}/" for room in ("ml", "notify", "server", "services", "text", "web")),
    *("benchmarks/", "training/"),
    "tests/",
)
"""Rooms whose names are still to be revised."""

OPENINGS = re.compile(r"(?:All that|That|Those|What|Whatever|Whether|Who|Whoever|Whom|Whose)\b")
CONSTANTS = re.compile(r"(?:^|_)(?:MOST|LEAST|FEWEST|LONGEST|SHORTEST)(?:_|$)")


def faults(source: str) -> Iterator[str]:
    """Find docstrings that open with a pronoun, loop variables `each`, constants like `MOST`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(ast.Constant(str(text))) if OPENINGS.match(text.strip()):
                yield f"{node.lineno}: a docstring opens with {text.strip().split()[0]!r}"
            case ast.Name("each", ast.Store()) | ast.arg("each"):
                yield f"{node.lineno}: a variable is called 'each'"
            case ast.Name(name, ast.Store()) if name.isupper() and CONSTANTS.search(name):
                yield f"{node.lineno}: {name} should begin with MAX_ or MIN_"


def sources() -> list[str]:
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    names = (path.relative_to(ROOT).as_posix() for path in sorted(paths))
    return [name for name in names if not name.startswith(NOT_YET)]


def test_names_and_sentences_are_plain() -> None:
    found = [
        f"{name}:{fault}"
        for name in sources()
        for fault in faults(Path(ROOT, name).read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        '"""What a module holds."""',
        'def f() -> int:\n    """That of the current application."""',
        'SIZE = 1\n"""Those that are kept."""',
        "for each in []: pass",
        "[each for each in []]",
        "lambda each: 0",
        "MOST = 1",
        "LONGEST_KEPT: int = 1",
    ],
)
def test_the_check_finds_faults(source: str) -> None:
    assert list(faults(source))


def test_the_check_lets_plain_code_pass() -> None:
    source = '"""Rules."""\nMAX_ROWS = 1\nfor row in []:\n    """Return whether it is."""'
    assert list(faults(source)) == []
