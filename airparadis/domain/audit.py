"""The actions recorded in the audit log. A new one needs its label in `web.labels.audit`."""

from enum import StrEnum


class Act(StrEnum):
    """An administrative action; the part before the full stop names its target."""

    ACCOUNT_CREATED = "account.created"
    ACCOUNT_INVITED = "account.invited"
    ACCOUNT_ACCEPTED = "account.accepted"
    ACCOUNT_ROLE = "account.role"
    ACCOUNT_DEACTIVATED = "account.deactivated"
    ACCOUNT_REACTIVATED = "account.reactivated"
    PASSWORD_CHANGED = "account.password-changed"  # noqa: S105 (a name)
    PASSWORD_LINK = "account.password-link"  # noqa: S105 (a name)
    PASSWORD_RESET = "account.password-reset"  # noqa: S105 (a name)
    FACTOR_ENABLED = "account.factor-enabled"
    FACTOR_DISABLED = "account.factor-disabled"
    FACTOR_RESET = "account.factor-reset"
    CODES_REFUSED = "account.codes-refused"
    RECOVERY_CODES = "account.recovery-codes"
    SESSIONS_ENDED = "account.sessions-ended"
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"
    RULE_SAVED = "settings.rule-saved"
    RULE_RESET = "settings.rule-reset"
    DIGEST_TIME = "settings.digest-time"
    TEST_MESSAGE = "settings.test-message"
    STREAM_ADDED = "stream.added"
    STREAM_CHANGED = "stream.changed"
    STREAM_REMOVED = "stream.removed"
    TWEETS_IMPORTED = "stream.imported"
    TWEETS_UPLOADED = "stream.tweets-handed-in"
    UPLOAD_STOPPED = "stream.upload-stopped"
    TWEETS_EXPORTED = "stream.tweets-handed-out"
    TWEETS_ERASED = "stream.tweets-forgotten"
    TOPICS_SAVED = "topics.saved"
    TOPICS_RESET = "topics.reset"
    TRAINING_REQUESTED = "model.training-asked"
    RELEASED = "model.released"
    ROLLED_BACK = "model.rolled-back"
    INCIDENT_ACKNOWLEDGED = "incident.acknowledged"
    INCIDENT_UNACKNOWLEDGED = "incident.unacknowledged"
    INCIDENT_SNOOZED = "incident.snoozed"
    INCIDENT_ASSIGNED = "incident.assigned"
    INCIDENT_NOTED = "incident.noted"
    BATCH_UPLOADED = "batch.uploaded"
    BATCH_STARTED = "batch.started"
    BATCH_CANCELLED = "batch.cancelled"
    BATCH_DOWNLOADED = "batch.downloaded"
    BATCH_DELETED = "batch.deleted"
    LABELLED = "review.labelled"
    LABEL_UNDONE = "review.undone"
    BACKED_UP = "database.backed-up"
    RESTORED = "database.restored"
    EXPORTED = "file.exported"
    IMPORTED = "file.imported"

    @property
    def kind(self) -> str:
        """The kind of target: `account`, `key`, `model`…"""
        return self.value.partition(".")[0]
