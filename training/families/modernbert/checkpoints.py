"""Where a fit keeps its checkpoints: a directory of its own for each settings and data."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from training.families.modernbert.dataset import EncodedTweets
from training.families.modernbert.settings import ModernBertSettings


@contextmanager
def checkpoint_directory(
    checkpoints: Path | None, settings: ModernBertSettings, *data: EncodedTweets
) -> Iterator[Path]:
    """The directory of these settings and data under `checkpoints`.

    Without `checkpoints`, one that goes when the fit ends.
    """
    if checkpoints is not None:
        yield checkpoints / f"modernbert-{_digest(settings, data)}"
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def _digest(settings: ModernBertSettings, data: Sequence[EncodedTweets]) -> str:
    digest = hashlib.sha256(json.dumps(settings.parameters).encode())
    for tweets in data:
        digest.update(np.asarray(tweets.y).tobytes())
        for numbers in tweets.tokens:
            digest.update(len(numbers).to_bytes(4, "little"))
            digest.update(numbers.tobytes())
    return digest.hexdigest()[:16]
