"""The radar's pages: streams, their time lines and tweets, bursts as reports, uploaded files."""

from airparadis.web.pages.radar import (  # noqa: F401 (their routes)
    bursts,
    judging,
    overview,
    people,
    stream,
    streams,
    tweets,
    uploads,
)
from airparadis.web.pages.radar.blueprint import bp

__all__ = ["bp"]
