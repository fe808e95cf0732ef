"""The application's errors; one handler turns them into HTML and JSON."""

from collections.abc import Mapping
from datetime import timedelta


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


class ChangedSinceError(AirParadisError):
    """Undoing an action would destroy a later change, or it is not the caller's to undo."""


class HandoverError(AirParadisError):
    """An owner or a note of an incident is refused.

    `kind` says why: "owner", "empty", "long" or "many".
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class AssignmentError(AirParadisError):
    """A tweet cannot be assigned as requested.

    `kind` says why: "account" (unknown, inactive or may not review), "labelled" (by that account
    already) or "unscored".
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class SavedViewError(AirParadisError):
    """A view cannot be saved; `kind` says why: "name", "address" or "many"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class AccountError(AirParadisError):
    """An account or a key cannot be created or changed as requested; the message says why."""


class LastAdministratorError(AccountError):
    """An account cannot be taken away: nobody else could administer."""


class NotificationError(AirParadisError):
    """A notification cannot be delivered; the message says why.

    Args:
        message: the reason, without any secret.
        max_attempts: how often it may be tried at all, if the reason is not likely to pass.
        retry_after: the pause that the receiver asks for.
    """

    def __init__(
        self,
        message: str,
        *,
        max_attempts: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.max_attempts = max_attempts
        self.retry_after = retry_after


class RecipientsError(NotificationError):
    """Some recipients were refused; the others, if any, have the message.

    Args:
        refused: the reasons for recipients who will never be accepted.
        waiting: the reasons for recipients who may be later.
        reached: how many have the message.
    """

    def __init__(
        self, refused: Mapping[str, str], waiting: Mapping[str, str], reached: int
    ) -> None:
        reasons = {**refused, **waiting}
        super().__init__("; ".join(f"{address}: {why}" for address, why in reasons.items()))
        self.refused = refused
        self.waiting = waiting
        self.reached = reached


class LinkError(AirParadisError):
    """A signed link is expired or forged."""

    def __init__(self, *, is_expired: bool) -> None:
        super().__init__("expired" if is_expired else "forged")
        self.is_expired = is_expired


class StreamError(AirParadisError):
    """A stream cannot be created, changed or fed as requested; the message says why.

    `kind` names the fault for pages that have their own text for it, `detail` its subject.
    """

    def __init__(self, message: str, kind: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.detail = detail


class UploadNotFoundError(AirParadisError):
    """No upload has this number."""


class ContactError(AirParadisError):
    """A contact point or route cannot be stored; `kind` names why for the form."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class StreamNotFoundError(AirParadisError):
    """No stream has this number or name."""


class BatchNotFoundError(AirParadisError):
    """No batch has this number."""


class BatchStateError(AirParadisError):
    """An operation does not fit the state of a batch."""


class ReleaseError(AirParadisError):
    """A model version cannot be released or rolled back; `kind` says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class TrainingUnavailableError(AirParadisError):
    """Training cannot run here; the message says what is missing."""


class InUseError(AirParadisError):
    """Processes use the instance, or a backup is being restored into it."""


class DamagedError(AirParadisError):
    """A database file is damaged; the message says where."""


class BackupError(AirParadisError):
    """A backup cannot be made or used; the message says why."""
