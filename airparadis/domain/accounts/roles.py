"""The registry of roles: the permissions that each includes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from airparadis.lib.translation import N_


class Permission(StrEnum):
    """An action that needs a role."""

    VIEW = "view"
    """Read the dashboard, drift, incidents and the radar: tweets, not their authors."""

    HANDLE_INCIDENTS = "handle_incidents"
    REVIEW = "review"
    """Label tweets, edit topics, export votes and labels."""
    SCORE_FILES = "score_files"
    MANAGE_STREAMS = "manage_streams"
    SEE_AUTHORS = "see_authors"
    """Read who wrote a tweet, beside what was written."""

    EXPORT_REPORTS = "export_reports"
    """Download a burst's report as a file that leaves the house."""

    TRAIN_MODELS = "train_models"
    READ_API = "read_api"
    """Read the API's private figures in a session, without a key."""
    DELETE_STREAMS = "delete_streams"
    MANAGE_PERSONAL_DATA = "manage_personal_data"
    MANAGE_ALL_BATCHES = "manage_all_batches"
    RELEASE_MODELS = "release_models"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_ACCOUNTS = "manage_accounts"
    """Accounts, API keys and the audit log."""


class Role(StrEnum):
    """The role of an account."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"

    def may(self, permission: Permission) -> bool:
        """Return whether the role includes a permission."""
        return permission in ROLES[self].permissions


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role's texts, marked for translation, and its permissions."""

    name: str
    description: str
    permissions: frozenset[Permission]


_VIEWER = frozenset({Permission.VIEW})
_ANALYST = _VIEWER | {
    Permission.HANDLE_INCIDENTS,
    Permission.REVIEW,
    Permission.SCORE_FILES,
    Permission.MANAGE_STREAMS,
    Permission.SEE_AUTHORS,
    Permission.EXPORT_REPORTS,
    Permission.TRAIN_MODELS,
    Permission.READ_API,
}

ROLES: Mapping[Role, RoleDefinition] = {
    Role.VIEWER: RoleDefinition(
        N_("Viewer"), N_("reads the dashboard, drift, incidents and the radar"), _VIEWER
    ),
    Role.ANALYST: RoleDefinition(
        N_("Analyst"),
        N_("acts on incidents, reviews, trains, exports, changes streams and topics"),
        _ANALYST,
    ),
    Role.ADMINISTRATOR: RoleDefinition(
        N_("Administrator"),
        N_("releases models, changes settings, manages accounts and keys"),
        frozenset(Permission),
    ),
}
DEFAULT_ROLE = Role.ANALYST
"""Suggested for a new account."""

FIRST_ROLE = Role.ADMINISTRATOR
"""Role of an instance's first account."""


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that include a permission."""
    return [role for role in Role if role.may(permission)]
