"""What a training command says, in one line, when it cannot go on."""

from airparadis.lib.errors import AirParadisError


class TrainingError(AirParadisError):
    """The data, the split or the arguments do not allow this command; the message says why."""
