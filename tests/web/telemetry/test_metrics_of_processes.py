"""Three web workers, one truth."""

import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.server.test_serve import call, is_ready, wait_for
from tests.whole.test_processes import WEB, environ, processes

__all__ = ["environ"]

PREDICTIONS = 60


def scrape(url: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/metrics", timeout=10) as response:  # noqa: S310
        lines: list[str] = response.read().decode().splitlines()
    return [line for line in lines if line.startswith("airparadis_predictions_total{")]


def predict(url: str) -> None:
    call(f"{url}/api/v1/predict", {"text": "I love this airline"})


def metric_files(instance: Path) -> Mapping[str, int]:
    return {path.name: path.stat().st_size for path in (instance / "metrics").glob("counter_*.db")}


def test_every_worker_tells_the_sum_of_all_and_a_restart_begins_at_zero(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    url = f"http://127.0.0.1:{environ['PORT']}"
    environ |= {"METRICS_PUBLIC": "true", "WORKERS": "3"}
    with processes(environ, WEB):
        wait_for(lambda: is_ready(url), "the first answer")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(predict, [url] * PREDICTIONS))
            told = list(pool.map(scrape, [url] * 12))
        assert {line.rpartition(" ")[2] for lines in told for line in lines} == {f"{PREDICTIONS}.0"}
        assert all(len(lines) == 1 for lines in told)
        assert len(metric_files(tmp_path)) > 1, "one worker answered everything: nothing is shown"
    with processes(environ, WEB):
        wait_for(lambda: is_ready(url), "the first answer after a restart")
        assert scrape(url) == []
