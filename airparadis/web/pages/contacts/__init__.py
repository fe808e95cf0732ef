"""Contact points, what each hears of, and quiet hours: edited by administrators."""

from airparadis.web.pages.contacts import contacts, points, routes  # noqa: F401 (their routes)
from airparadis.web.pages.contacts.blueprint import bp

__all__ = ["bp"]
