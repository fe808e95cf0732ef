"""Behind its proxy the application answers everybody, whatever hostile clients do.

The same attacks for longer: `python -m benchmarks.hostile http://127.0.0.1:8080`.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil
import pytest

from benchmarks.faults.site import Site, site
from benchmarks.hostile import ATTACKS, Answer, Attack, attacking, probe_all
from tests.server.proxy import needs_nginx, proxy_before

pytestmark = needs_nginx

SOCKETS = 48
MANY = 1_200
ROUNDS = 4
MAX_GROWTH_MB = 32


@dataclass(frozen=True)
class Served:
    """An application behind a proxy."""

    port: int
    site: Site
    proxy: psutil.Process

    def megabytes(self) -> float:
        """Memory of proxy and web server, what processes share counted once."""
        masters = (self.proxy, psutil.Process(self.site.running["web"].pid))
        processes = [process for master in masters for process in _family(master)]
        return float(sum(process.memory_full_info().pss for process in processes) / 1e6)


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {"TRUSTED_PROXIES": "1", "ACCESS_LOG": "false"}
    with (
        site(tmp_path_factory.mktemp("site"), settings) as running,
        proxy_before(running.port) as (port, proxy),
    ):
        yield Served(port, running, proxy)


def answers_during(port: int, attacks: Sequence[Attack]) -> list[Answer]:
    with attacking(port, attacks):
        time.sleep(0.3)  # every socket is held by now
        return [answer for _ in range(ROUNDS) for answer in probe_all(port)]


@pytest.mark.parametrize("name", ATTACKS)
def test_everybody_else_is_answered_in_time(served: Served, name: str) -> None:
    answers = answers_during(served.port, [ATTACKS[name]] * SOCKETS)
    assert [answer for answer in answers if not answer.is_good] == []


def test_everybody_else_is_answered_beside_1200_slow_clients_and_memory_is_flat(
    served: Served,
) -> None:
    answers_during(served.port, [])  # warm
    before = served.megabytes()
    slow = [ATTACKS["slow head"], ATTACKS["slow body"]] * (MANY // 2)
    with attacking(served.port, slow):
        time.sleep(3)
        answers = [answer for _ in range(ROUNDS) for answer in probe_all(served.port)]
        grown = served.megabytes() - before
    assert [answer for answer in answers if not answer.is_good] == []
    assert grown < MAX_GROWTH_MB
