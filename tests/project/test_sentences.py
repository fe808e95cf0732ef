"""Docstrings and names follow the house's English, as far as a machine can read it."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

FOLDERS = ("airparadis", "benchmarks", "migrations", "tests", "training")
PRONOUNS = (
    *("All that", "That", "Those", "This", "These", "They", "It", "Here", "There", "How", "What"),
    *("Whatever", "When", "Where", "Whether", "Which", "Who", "Whoever", "Whom", "Whose", "Why"),
)
PREPOSITIONS = (
    *("After", "Among", "As", "Before", "Between", "By", "For", "From", "In", "Of", "On", "To"),
    *("With", "Without"),
)
OPENINGS = re.compile(rf"(?:{'|'.join((*PRONOUNS, *PREPOSITIONS))})\b")
CONSTANTS = re.compile(r"(?:^|_)(?:MOST|LEAST|FEWEST|LONGEST|SHORTEST)(?:_|$)")
PROPERTIES = {"property", "cached_property", "hybrid_property"}


def faults(source: str) -> Iterator[str]:
    """Find docstrings without a subject, loop variables `each`, constants like `MOST`."""
    tree = ast.parse(source)
    attributes = set(attribute_docstrings(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Constant(str(text))) if opens_wrongly(text, node in attributes):
                yield f"{node.lineno}: a docstring opens with {text.strip().split()[0]!r}"
            case ast.Name("each", ast.Store()) | ast.arg("each"):
                yield f"{node.lineno}: a variable is called 'each'"
            case ast.Name(name, ast.Store()) if name.isupper() and CONSTANTS.search(name):
                yield f"{node.lineno}: {name} should begin with MAX_ or MIN_"


def attribute_docstrings(tree: ast.Module) -> Iterator[ast.stmt]:
    """Find the docstrings of attributes and properties."""
    for node in ast.walk(tree):
        body = node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else []
        for statement, following in pairwise(body):
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                yield following
        if isinstance(node, ast.FunctionDef):
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            if any(name.rpartition(".")[2] in PROPERTIES for name in decorators):
                yield node.body[0]


def opens_wrongly(text: str, is_attribute: bool) -> bool:
    """Detect a pronoun or preposition for a verb or noun; an attribute may say `Whether`."""
    found = OPENINGS.match(text.strip())
    return found is not None and not (is_attribute and found[0] == "Whether")


def sources() -> list[str]:
    paths = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return [path.relative_to(ROOT).as_posix() for path in sorted(paths)]


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
        'def f() -> bool:\n    """Whether it is."""',
        'class A:\n    """This is one."""',
        'SIZE = 1\n"""Those that are kept."""',
        'SIZE = 1\n"""Of a file."""',
        "for each in []: pass",
        "[each for each in []]",
        "lambda each: 0",
        "MOST = 1",
        "LONGEST_KEPT: int = 1",
    ],
)
def test_the_check_finds_faults(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""Rules."""\nMAX_ROWS = 1\nfor row in []:\n    """Return whether it is."""',
        'class A:\n    x: bool = True\n    """Whether it is."""',
        'class A:\n    @property\n    def x(self) -> bool:\n        """Whether it is."""',
        'class A:\n    @functools.cached_property\n    def x(self):\n        """Whether so."""',
    ],
)
def test_the_check_lets_plain_code_pass(source: str) -> None:
    assert list(faults(source)) == []
