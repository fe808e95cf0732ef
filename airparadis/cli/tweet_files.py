"""Scoring and a progress bar for the commands that read files of tweets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from airparadis.files.tweets.reading import TweetFile
from airparadis.services.radar.imports.importing import Batches, Prepare, Progress
from airparadis.services.radar.imports.scoring_pool import PreparingPool
from airparadis.services.radar.preparing import Prepared, Preparer, Watched
from airparadis.web.runtime import runtime


@contextmanager
def scoring(wanted: Watched, processes: int) -> Iterator[Prepare]:
    """Score in this process, or in processes of its own.

    Raises:
        ModelUnavailableError: the model could not be verified.
    """
    classifier = runtime().model.classifier
    if processes == 1:
        preparer = Preparer(classifier, wanted)
        yield lambda batches: _inline(preparer, batches)
        return
    store = runtime().model.store
    store.verify(store.served())
    with PreparingPool[Progress](store.served(), wanted, processes) as pool:
        yield pool.prepare


@contextmanager
def progress_bar(file: TweetFile) -> Iterator[Callable[[], None]]:
    """Show a bar on the terminal; call the yielded function when more of the file was read."""
    with click.progressbar(length=file.size, label=file.path.name) as bar:
        yield lambda: bar.update(file.position - bar.pos)


def _inline(preparer: Preparer, batches: Batches) -> Iterator[tuple[Progress, list[Prepared]]]:
    return ((batch, preparer.prepare(tweets)) for batch, tweets in batches)
