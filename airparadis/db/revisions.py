"""The migrations there are, by their file names: no library has to be loaded to know them."""

from functools import cache

from airparadis.lib.project import ROOT


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision, oldest first: the number that its file name begins with."""
    files = (ROOT / "migrations" / "versions").glob("[0-9]*.py")
    return tuple(sorted(path.name.partition("_")[0] for path in files))


def latest_revision() -> str:
    """The last one."""
    return known_revisions()[-1]
