"""Errors of the training commands."""

from collections.abc import Iterator
from contextlib import contextmanager

from airparadis.lib.errors import AirParadisError


class TrainingError(AirParadisError):
    """The data, the split or the arguments do not allow this command; the message says why."""


@contextmanager
def needs_deep_layer(user: str, alternative: str = "") -> Iterator[None]:
    """Raise `TrainingError` with the way to install it where an import in the block is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        install = "pip install -r training/requirements-torch.txt, then -deep.txt"
        raise TrainingError(f"{user} needs {error.name}: {install}{alternative}") from error
