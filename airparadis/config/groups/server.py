"""The web server, and the address at which people reach it."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, NonNegativeInt, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.config.types import Hosts, Port, PublicUrl

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Server(Group):
    """The web server, and the address at which people reach it."""

    host: str = Field(
        "127.0.0.1",
        description="Address the web server listens on; others come by a proxy: docs/deploy.md.",
    )
    port: Port = Field(8000, description="Port the web server listens on.")
    workers: PositiveInt = Field(2, description="Web worker processes.")
    threads: PositiveInt = Field(16, description="Threads of each web worker.")
    public_url: PublicUrl = Field(
        "",
        description="Address that users type, with its path if it has one, for links. Empty: "
        "`http://HOST:PORT`.",
    )
    trusted_proxies: NonNegativeInt = Field(
        0, description="Number of reverse proxies in front, whose headers are believed."
    )
    allowed_hosts: Hosts = Field(
        (),
        description="Host names to answer to, comma-separated; `*`: any. Empty: that of "
        "`PUBLIC_URL`, else those of `HOST`; docs/security.md.",
    )
    access_log: bool = Field(
        True, description="Whether each request is a JSON line on standard error."
    )
    metrics_public: bool = Field(
        False, description="Whether `/metrics` answers everybody, without a key."
    )
    telemetry: Literal["off", "otlp", "azure"] = Field(
        "off", description="Where request traces go: `otlp` or `azure`; docs/operations.md."
    )
    otel_exporter_otlp_endpoint: str = Field(
        "http://localhost:4318", description="OTLP/HTTP collector, for `TELEMETRY=otlp`."
    )
    applicationinsights_connection_string: str = Field(
        "", repr=False, description="Azure Application Insights, for `TELEMETRY=azure`. Secret."
    )

    @property
    def base_url(self) -> str:
        """Address of the application as its users reach it, without a final slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def path_prefix(self) -> str:
        """Path of the address: `/tweets`; empty if the application has a host to itself."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def cookie_prefix(self) -> str:
        """Prefix of cookie names, which browsers enforce behind https.

        `__Host-` binds a cookie to host and https, for every path. Below a path the host is shared
        with others, to whom our cookies are not sent.
        """
        if not self.is_secure:
            return ""
        return "__Secure-" if self.path_prefix else "__Host-"

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.base_url.startswith("https:")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names to answer to; none for any."""
        if self.allowed_hosts:
            return () if "*" in self.allowed_hosts else self.allowed_hosts
        public = urlsplit(self.public_url).hostname
        if public:
            return (public, *LOOPBACK)
        return LOOPBACK if self.host in LOOPBACK else ()
