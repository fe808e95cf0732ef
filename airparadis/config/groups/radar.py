"""Sources of the radar, and how long it keeps texts."""

from pydantic import Field, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.config.types import SocketUrl, Timelines, WebUrl, WebUrls


class Radar(Group):
    """Sources of the radar, and how long it keeps texts."""

    radar_retention_days: PositiveInt = Field(
        180, description="Days after which texts and authors of tweets are deleted; counts stay."
    )
    x_bearer_token: str = Field(
        "", repr=False, description="Bearer token of the X API. Empty: X is not asked. Secret."
    )
    x_stream: bool = Field(
        False, description="Whether to hold the filtered stream of X open; search fills its gaps."
    )
    x_api_url: WebUrl = Field("https://api.x.com", description="Address of the X API.")
    bluesky_jetstream_url: SocketUrl = Field(
        "",
        description="Jetstream of Bluesky to read, such as "
        "`wss://jetstream2.us-east.bsky.network/subscribe`. Empty: Bluesky is not read.",
    )
    mastodon_url: WebUrl = Field(
        "",
        description="Server of Mastodon whose timelines are read, such as "
        "`https://mastodon.social`. Empty: Mastodon is not asked.",
    )
    mastodon_token: str = Field(
        "", repr=False, description="Token of an account there, if the server wants one. Secret."
    )
    mastodon_timelines: Timelines = Field(
        ("public",),
        description="Timelines of it: `public`, `local` and hashtags such as `#airfrance`, "
        "comma-separated.",
    )
    feed_urls: WebUrls = Field(
        (), repr=False, description="RSS and Atom feeds to read, comma-separated. Secret."
    )
