"""Labels of the acts in the audit log."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.domain.audit import Act

ACTS: Mapping[Act, Any] = {
    Act.ACCOUNT_CREATED: _("Account created"),
    Act.ACCOUNT_INVITED: _("Colleague invited"),
    Act.ACCOUNT_ACCEPTED: _("Invitation accepted"),
    Act.ACCOUNT_ROLE: _("Role changed"),
    Act.ACCOUNT_DEACTIVATED: _("Account deactivated"),
    Act.ACCOUNT_REACTIVATED: _("Account reactivated"),
    Act.PASSWORD_CHANGED: _("Password changed"),
    Act.PASSWORD_LINK: _("Link for a new password created"),
    Act.PASSWORD_RESET: _("Password replaced by a link"),
    Act.FACTOR_ENABLED: _("Second factor turned on"),
    Act.FACTOR_DISABLED: _("Second factor turned off"),
    Act.FACTOR_RESET: _("Second factor of a colleague removed"),
    Act.CODES_REFUSED: _("Wrong codes of a second factor"),
    Act.RECOVERY_CODES: _("New recovery codes created"),
    Act.SESSIONS_ENDED: _("Sessions ended"),
    Act.KEY_CREATED: _("API key created"),
    Act.KEY_REVOKED: _("API key revoked"),
    Act.RULE_SAVED: _("Alert rule saved"),
    Act.RULE_RESET: _("Alert rule reset"),
    Act.DIGEST_TIME: _("Time of the digest saved"),
    Act.QUIET_HOURS: _("Quiet hours saved"),
    Act.CONTACTS_ADOPTED: _("Contact points taken over from the environment"),
    Act.CONTACTS_RESET: _("Contact points of the environment restored"),
    Act.CONTACT_ADDED: _("Contact point added"),
    Act.CONTACT_CHANGED: _("Contact point changed"),
    Act.CONTACT_REMOVED: _("Contact point removed"),
    Act.ROUTE_ADDED: _("Route added"),
    Act.ROUTE_REMOVED: _("Route removed"),
    Act.TEST_MESSAGE: _("Test message sent"),
    Act.STREAM_ADDED: _("Stream added"),
    Act.STREAM_CHANGED: _("Stream changed"),
    Act.STREAM_REMOVED: _("Stream removed"),
    Act.TWEETS_IMPORTED: _("Tweets imported"),
    Act.TWEETS_UPLOADED: _("File of tweets uploaded"),
    Act.UPLOAD_STARTED: _("Import of a file started"),
    Act.UPLOAD_STOPPED: _("Import of a file stopped"),
    Act.TWEETS_EXPORTED: _("Tweets of an account exported"),
    Act.TWEETS_ERASED: _("Tweets erased"),
    Act.TOPICS_SAVED: _("Topics saved"),
    Act.TOPICS_RESET: _("Topics reset"),
    Act.TRAINING_REQUESTED: _("Training asked for"),
    Act.CANDIDATE_ADDED: _("Candidate added"),
    Act.RELEASED: _("Model released"),
    Act.ROLLED_BACK: _("Model rolled back"),
    Act.INCIDENT_ACKNOWLEDGED: _("Incident acknowledged"),
    Act.INCIDENT_UNACKNOWLEDGED: _("Acknowledgement of an incident undone"),
    Act.INCIDENT_SNOOZED: _("Incident snoozed"),
    Act.INCIDENT_UNSNOOZED: _("Snooze of an incident undone"),
    Act.INCIDENT_ASSIGNED: _("Owner of an incident changed"),
    Act.INCIDENT_NOTED: _("Note on an incident added"),
    Act.BATCH_UPLOADED: _("File to score uploaded"),
    Act.BATCH_STARTED: _("Batch started"),
    Act.BATCH_CANCELLED: _("Batch cancelled"),
    Act.BATCH_DOWNLOADED: _("Result of a batch downloaded"),
    Act.BATCH_DELETED: _("Files of a batch deleted"),
    Act.LABELLED: _("Tweet labelled"),
    Act.TWEET_ASSIGNED: _("Tweet assigned"),
    Act.LABEL_UNDONE: _("Label undone"),
    Act.BACKED_UP: _("Database backed up"),
    Act.RESTORED: _("Database restored"),
    Act.EXPORTED: _("File exported"),
    Act.IMPORTED: _("File imported"),
}

KINDS: Mapping[str, Any] = {
    "account": _("Accounts"),
    "key": _("API keys"),
    "settings": _("Settings"),
    "stream": _("Streams"),
    "topics": _("Topics"),
    "model": _("Models"),
    "incident": _("Incidents"),
    "batch": _("Batches"),
    "review": _("Review"),
    "database": _("Database"),
    "file": _("Files"),
}


def act_name(act: str) -> str:
    """Name an act; an act of another version keeps its own name."""
    return str(ACTS[Act(act)]) if act in set(Act) else act


FILTERS = {"act_name": act_name}
