"""Many tweets cleaned at once, by as many processes as there are processors."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from joblib import cpu_count
from tqdm import tqdm

from airparadis.lib.memo import set_memo_size
from airparadis.text.cleaning import Level, clean

CHUNK = 10_000
ALONE = 5 * CHUNK
"""Fewer tweets than this are cleaned before other processes have started."""

MEMO_SIZE = 1 << 20
"""Words whose lemmas are memoised: a training has the memory that a web worker has not."""


def clean_all(texts: Sequence[str], level: Level, desc: str = "clean") -> list[str]:
    """Clean every text, in order, behind a progress bar titled `desc`."""
    cleaned: list[str] = []
    with tqdm(total=len(texts), desc=desc, unit=" tweets", mininterval=1) as bar:
        for chunk in _chunks(texts, level):
            cleaned += chunk
            bar.update(len(chunk))
    return cleaned


def _chunks(texts: Sequence[str], level: Level) -> Iterator[list[str]]:
    chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
    work = partial(_clean_chunk, level)
    processes = cpu_count()
    if len(texts) < ALONE or processes < 2:
        yield from map(work, chunks)
    else:
        yield from _pool(processes).map(work, chunks)


_pools: dict[int, ProcessPoolExecutor] = {}


def _pool(processes: int) -> ProcessPoolExecutor:
    """Reuse processes, which memoise lemmas; spawned, not forked, as training has threads."""
    if processes not in _pools:
        _pools[processes] = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=set_memo_size, initargs=(MEMO_SIZE,)
        )
    return _pools[processes]


def stop_processes() -> None:
    """End the processes of this module, if there are any."""
    while _pools:
        _pools.popitem()[1].shutdown()


def _clean_chunk(level: Level, texts: Sequence[str]) -> list[str]:
    return [clean(text, level) for text in texts]
