"""Many tweets put through a function at once, by as many processes as there are processors."""

from collections.abc import Callable, Iterator, Sequence
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
    return map_texts(partial(_clean_chunk, level), texts, desc)


def map_texts(
    work: Callable[[Sequence[str]], list[str]], texts: Sequence[str], desc: str
) -> list[str]:
    """Put every chunk of `texts` through `work`, in order, on all cores if they are many."""
    found: list[str] = []
    with tqdm(total=len(texts), desc=desc, unit=" tweets", mininterval=1) as bar:
        for chunk in _chunks(work, texts):
            found += chunk
            bar.update(len(chunk))
    return found


def _chunks(
    work: Callable[[Sequence[str]], list[str]], texts: Sequence[str]
) -> Iterator[list[str]]:
    chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
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
