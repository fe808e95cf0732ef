"""The navigation of the signed-in: one table of sections, each with the pages inside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from airparadis.domain.accounts.roles import Permission
from airparadis.lib.translation import N_
from airparadis.services.incidents import open_incidents
from airparadis.web.access.access import may
from airparadis.web.extensions import db


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the navigation.

    `covers` names the blueprints and endpoints that belong to it besides its own endpoint.
    """

    endpoint: str
    label: str
    permission: Permission | None = None
    covers: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The label in the reader's language."""
        return str(gettext(self.label))

    @property
    def is_shown(self) -> bool:
        """Whether the reader's role opens it."""
        return self.permission is None or may(self.permission)

    def rank(self) -> int:
        """Return how closely it fits this request: 2 by endpoint, 1 by blueprint, 0 not at all."""
        if request.endpoint == self.endpoint or request.endpoint in self.covers:
            return 2
        return int(request.blueprint in self.covers)

    @property
    def aria(self) -> str:
        """The value of `aria-current` once it is the closest: this very page, or one below it."""
        return "page" if request.endpoint == self.endpoint else "true"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the main navigation: its first page, and the tabs that its pages show."""

    link: Link
    tabs: Sequence[Link] = ()
    counts_incidents: bool = False

    def rank(self) -> int:
        """Return how closely its closest page fits this request."""
        return max(link.rank() for link in (self.link, *self.tabs))

    def shown_tabs(self) -> list[Link]:
        """The tabs that the reader's role opens; none if there is nothing to choose."""
        shown = [tab for tab in self.tabs if tab.is_shown]
        return shown if len(shown) > 1 else []


VIEW = Permission.VIEW
REVIEW = Permission.REVIEW
FILES = Permission.MANAGE_STREAMS
PEOPLE = Permission.MANAGE_PERSONAL_DATA
SETTINGS = Permission.MANAGE_SETTINGS
ACCOUNTS = Permission.MANAGE_ACCOUNTS

SECTIONS = (
    Section(Link("home.show", N_("Home"), VIEW)),
    Section(Link("prediction.form", N_("Score"), None, ("prediction", "feedback"))),
    Section(
        Link("radar.overview", N_("Radar"), VIEW, ("radar",)),
        (
            Link("radar.overview", N_("Streams"), VIEW, ("radar",)),
            Link("radar.uploaded", N_("Tweet files"), FILES, ("radar.upload", "radar.take_in")),
            Link("radar.people", N_("Personal data"), PEOPLE, ("radar.forget_tweet",)),
        ),
    ),
    Section(Link("incidents.history", N_("Incidents"), VIEW, ("incidents",)), (), True),
    Section(
        Link("review.queue", N_("Review"), REVIEW, ("review",)),
        (
            Link("review.queue", N_("Queue"), REVIEW),
            Link("topics.show", N_("Topics"), REVIEW, ("topics",)),
            Link("review.history", N_("History"), REVIEW),
            Link("review_files.files", N_("Import and export"), REVIEW, ("review_files",)),
        ),
    ),
    Section(Link("batches.index", N_("Batches"), Permission.SCORE_FILES, ("batches",))),
    Section(
        Link("admin.dashboard", N_("Model"), VIEW, ("admin",)),
        (
            Link("admin.dashboard", N_("Dashboard"), VIEW, ("admin",)),
            Link("drift.show", N_("Drift"), VIEW, ("drift",)),
            Link("models.show", N_("Releases"), Permission.TRAIN_MODELS, ("models",)),
        ),
    ),
    Section(
        Link("accounts.listing", N_("Admin"), ACCOUNTS, ("accounts",)),
        (
            Link("accounts.listing", N_("Accounts"), ACCOUNTS, ("accounts",)),
            Link("settings.edit", N_("Alerts"), SETTINGS, ("settings", "delivery_tests")),
            Link("contacts.listing", N_("Contacts and routes"), SETTINGS, ("contacts",)),
            Link("api_keys.listing", N_("API keys"), ACCOUNTS, ("api_keys",)),
            Link("audit.log", N_("Audit log"), ACCOUNTS, ("audit",)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Navigation:
    """The part of the navigation that a page shows."""

    sections: Sequence[Section]
    current: Section | None
    tabs: Sequence[Link]
    tab: Link | None
    open_incidents: int


def navigation() -> Navigation:
    """Return the sections open to the reader, the current one and its tabs."""
    sections = [section for section in SECTIONS if section.link.is_shown]
    current = max(sections, key=Section.rank)
    if not current.rank():
        return Navigation(sections, None, (), None, _count())
    tabs = current.shown_tabs()
    tab = max(tabs, key=Link.rank, default=None)
    return Navigation(sections, current, tabs, tab, _count())


def _count() -> int:
    return open_incidents.count(db.session())
