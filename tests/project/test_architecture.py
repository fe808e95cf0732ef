"""The modules that processes load, and the requirements that must name them."""

import ast
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT

LOCKS = (
    "requirements.txt",
    "training/requirements.txt",
    "requirements-dev.txt",
    "training/requirements-deep.txt",
    "training/requirements-cluster.txt",
    "requirements-telemetry.txt",
    "training/requirements-recipe.txt",
    "training/requirements-notebooks.txt",
)
TOO_HEAVY = {"mlflow", "torch", "transformers", "pandas", "matplotlib", "sklearn", "scipy"}
TOO_HEAVY |= {"apprise", "requests"}  # only the scheduler sends to other services


def locked(name: str) -> dict[str, str]:
    """Return the version of each distribution in a lock file."""
    pinned = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", re.MULTILINE)
    return dict(pinned.findall((ROOT / name).read_text()))


def imported(package: Path) -> set[str]:
    """Return every top-level module that a package imports, lazy imports included."""
    names = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)


def test_a_web_worker_loads_nothing_heavy(tmp_path: Path) -> None:
    """Score a tweet with the bundled model in another process, and list its modules."""
    program = (
        "import sys, wsgi;"
        "wsgi.app.extensions['airparadis'].model.classifier.predict_proba(['I love it']);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    environ = {"SECRET_KEY": "tests", "INSTANCE_PATH": str(tmp_path)}
    modules = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert "flask" in modules
    assert TOO_HEAVY.isdisjoint(modules)
    assert {"alembic", "apscheduler", "mako"}.isdisjoint(modules), "only commands need them"


def test_preparing_an_installed_instance_does_not_load_the_application() -> None:
    """Loading it would double the time from the command to the first answer."""
    program = (
        "import sys, airparadis.__main__, airparadis.server.prepare;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    modules = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split()
    assert "pydantic" in modules
    assert {"flask", "sqlalchemy", "numpy"}.isdisjoint(modules)


def test_serving_requirements_name_everything_the_application_imports() -> None:
    distributions = importlib.metadata.packages_distributions()
    names = imported(ROOT / "airparadis") - {
        "airparadis",
        "opentelemetry",
    }
    needed = {distributions[name][0].lower().replace("_", "-") for name in names}
    assert needed <= set(locked("requirements.txt"))


def test_opentelemetry_is_a_layer_of_its_own() -> None:
    optional = {"opentelemetry-sdk", "azure-monitor-opentelemetry-exporter"}
    assert optional <= set(locked("requirements-telemetry.txt"))
    assert not [name for name in locked("requirements.txt") if "opentelemetry" in name]


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_layers_share_their_versions(lock: str) -> None:
    upper, lower = locked(lock), locked(LOCKS[0])
    assert {name: upper.get(name) for name in lower} == lower


def test_pytorch_is_installed_first_with_the_versions_of_the_deep_layer() -> None:
    torch, deep = (
        locked("training/requirements-torch.txt"),
        locked("training/requirements-deep.txt"),
    )
    assert "torch" not in deep
    assert {name: deep.get(name) for name in torch.keys() - {"torch"}} == {
        name: version for name, version in torch.items() if name != "torch"
    }


@pytest.mark.parametrize(
    ("layer", "lock"),
    list(
        zip(
            (
                "serving",
                "training",
                "development",
                "deep",
                "cluster",
                "telemetry",
                "recipe",
                "notebooks",
            ),
            LOCKS,
            strict=True,
        )
    ),
)
def test_the_requirements_of_a_layer_are_locked(layer: str, lock: str) -> None:
    lines = (ROOT / "requirements" / f"{layer}.in").read_text().splitlines()
    wanted = {
        name[0] for line in lines if (name := re.match(r"[\w-]+", line)) and name[0][0] != "-"
    }
    assert wanted
    assert wanted <= set(locked(lock))
