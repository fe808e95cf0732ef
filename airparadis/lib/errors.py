"""Errors named after the domain; one handler gives them their HTML and JSON shapes."""


class AirParadisError(Exception):
    """Base of every error this application raises on purpose."""


class ConfigError(AirParadisError):
    """A setting is missing or cannot be read; the message names the variable."""


class ArtifactError(AirParadisError):
    """A model directory is incomplete, altered, or made for other code; it must not be served."""


class ModelUnavailableError(AirParadisError):
    """No verified model is loaded, so nothing can be scored."""


class PredictionNotFoundError(AirParadisError):
    """No prediction has this identifier."""


class IncidentNotFoundError(AirParadisError):
    """No incident has this number."""


class AccountError(AirParadisError):
    """An account or a key cannot be made or changed as asked; the message says why."""


class LastAdministratorError(AccountError):
    """Without this account nobody could administer any more."""


class NotificationError(AirParadisError):
    """Nobody could be told about an incident; the message says why."""


class LinkError(AirParadisError):
    """A signed link is expired or was never made here."""

    def __init__(self, *, is_expired: bool) -> None:
        super().__init__("expired" if is_expired else "forged")
        self.is_expired = is_expired


class StreamError(AirParadisError):
    """A stream cannot be made, changed or fed as asked; the message says why.

    `kind` names the fault for pages that have words of their own for it, `detail` what is at
    fault.
    """

    def __init__(self, message: str, kind: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.detail = detail


class UploadNotFoundError(AirParadisError):
    """No upload has this number."""


class StreamNotFoundError(AirParadisError):
    """No stream has this number or name."""


class BatchNotFoundError(AirParadisError):
    """No batch has this number."""


class BatchStateError(AirParadisError):
    """A batch is not, or no longer, in a state in which this can be done."""


class ReleaseError(AirParadisError):
    """A model version may not be served, or none to go back to; `kind` says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class TrainingUnavailableError(AirParadisError):
    """No training can be run here; the message says what is missing."""


class InUseError(AirParadisError):
    """Processes run that must not, or a restoration does."""


class DamagedError(AirParadisError):
    """A database file is not what SQLite wrote; the message says where."""


class BackupError(AirParadisError):
    """A backup cannot be made or used; the message says why."""
