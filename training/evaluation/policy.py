"""The inputs of the gate, read from files."""

import json
from collections.abc import Sequence
from pathlib import Path

from airparadis.domain.models.gate import GatePolicy
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic, parse_topics
from training.errors import TrainingError


def read_policy(path: Path | None) -> GatePolicy:
    """Read limits that differ from the defaults from JSON; None: the defaults.

    Raises:
        TrainingError: it is no policy.
    """
    try:
        return GatePolicy(**json.loads(path.read_bytes())) if path else GatePolicy()
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(f"{path} is not a gate policy: {error}") from error


def read_topics(path: Path | None) -> Sequence[Topic]:
    """Read rules of topics, one a line; None: those of airlines."""
    return parse_topics(path.read_text("utf-8")) if path else DEFAULT_TOPICS
