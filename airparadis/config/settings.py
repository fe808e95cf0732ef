"""Settings: read once from the environment and `.env`, typed, documented at their definition."""

import ssl
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from airparadis.config.locales import DEFAULT_LOCALE
from airparadis.config.types import (
    Address,
    Addresses,
    ChatUrls,
    DatabaseUrl,
    Folder,
    Hosts,
    Hours,
    Language,
    LimitStorage,
    Port,
    PublicUrl,
    Rate,
    Sender,
    Share,
    SocketUrl,
    Time,
    Timelines,
    WebUrl,
    WebUrls,
    Zone,
)
from airparadis.domain.accounts.policy import SessionLifetime
from airparadis.domain.batches.batch import Limits
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.messages.quiet_hours import QuietHours, parse_hours
from airparadis.domain.models.gate import GatePolicy
from airparadis.lib.errors import ConfigError
from airparadis.lib.project import ROOT
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel
from airparadis.ml.store import ModelStore

KEY_FILE = "secret_key"
KEEP_GENERAL = "--keep-general"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Config(BaseSettings):
    """Every setting of the application. Field `mail_server` is read from `MAIL_SERVER`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    secret_key: str = Field(
        "", repr=False, description="Signs sessions. Empty: the key in `instance/`."
    )
    instance_path: Folder = Field(
        ROOT / "instance", description="Folder of the database, the logs and the keys."
    )
    database_url: DatabaseUrl = Field(
        "",
        repr=False,
        description="`postgresql://` or `sqlite:///` URL; docs/postgresql.md. "
        "Empty: `airparadis.sqlite3` in `INSTANCE_PATH`. Secret.",
    )
    model: BundledModel = Field(
        BundledModel.LIGHT,
        description="Bundled model to serve: `light`, or `precise`, more often right and some "
        "ten times slower; docs/precise.md.",
    )
    model_dir: Folder | None = Field(
        None, description="Folder of a model of your own to serve. Empty: the one of `MODEL`."
    )
    model_joblib: bool = Field(
        False,
        description="Whether models that are joblib files may be served: they can run code when "
        "they are read.",
    )
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
    timezone: Zone = Field(
        "UTC", description="Zone of mails, and of readers whose browser tells none."
    )
    api_key_required: bool = Field(
        False, description="Whether scoring and voting by JSON need an API key, too."
    )
    rate_limit_api: Rate = Field(
        "6000/minute",
        description="Tweets scored by JSON, and other JSON calls, of one key, or without any of "
        "one address; docs/api.md.",
    )
    rate_limit_form: Rate = Field(
        "120/minute", description="Forms sent, and results looked at, from one address."
    )
    rate_limit_login: Rate = Field("10/minute", description="Logins tried from one address.")
    rate_limit_account: Rate = Field(
        "10/15minute", description="Failed logins of one account, wherever they come from."
    )
    session_idle_minutes: PositiveInt = Field(
        120, description="Minutes without a request after which a login ends."
    )
    session_hours: PositiveInt = Field(12, description="Hours after which any login ends.")
    allowed_hosts: Hosts = Field(
        (),
        description="Host names to answer to, comma-separated; `*`: any. Empty: that of "
        "`PUBLIC_URL`, else those of `HOST`; docs/security.md.",
    )
    access_log: bool = Field(
        True, description="Whether each request is a JSON line on standard error."
    )
    rate_limit_storage: LimitStorage = Field(
        "",
        repr=False,
        description="`redis://` URL in which all processes count together; docs/postgresql.md. "
        "Empty: each for itself. Secret.",
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
    mail_server: str = Field(
        "", description="SMTP server. Empty: no mail; alerts are logged and shown."
    )
    mail_port: Port = Field(25, description="Its port.")
    mail_use_tls: bool = Field(False, description="Whether to upgrade with STARTTLS.")
    mail_use_ssl: bool = Field(False, description="Whether to speak TLS from the first byte.")
    mail_tls_verify: bool = Field(
        True, description="Whether its certificate and name must be right; off, anybody may answer."
    )
    mail_ca_file: str = Field(
        "", description="Authorities (PEM) that sign its certificate. Empty: those of the system."
    )
    mail_username: str = Field(
        "", repr=False, description="Account on the SMTP server, if it wants one."
    )
    mail_password: str = Field(
        "", repr=False, validate_default=True, description="Its password. Secret."
    )
    mail_default_sender: Sender = Field(
        "airparadis@localhost",
        description="Sender of every mail: an address, or `Name <address>`.",
    )
    mail_language: Language = Field(DEFAULT_LOCALE.code, description="Language of the mails.")
    mail_timeout_seconds: PositiveInt = Field(
        10, description="After how long a silent SMTP server is given up."
    )
    alert_recipients: Addresses = Field((), description="Who gets the alerts, comma-separated.")
    alert_chat_urls: ChatUrls = Field(
        (),
        repr=False,
        description="Apprise URLs of chats (Slack, Teams, …) to alert, comma-separated. Secret.",
    )
    alert_webhook_url: WebUrl = Field(
        "", repr=False, description="Address that alerts are posted to as JSON. Secret."
    )
    alert_webhook_secret: str = Field(
        "", repr=False, description="Signs what is posted there. Empty: not signed."
    )
    alert_timeout_seconds: PositiveInt = Field(
        10, description="After how long a silent chat or webhook is given up."
    )
    alert_threshold: PositiveInt = Field(
        3, description="Distinct predictions reported wrong that raise an incident."
    )
    alert_window_minutes: PositiveInt = Field(
        5, description="Sliding window in which they must be reported."
    )
    alert_repeat_minutes: NonNegativeInt = Field(
        60, description="Pause before an unacknowledged incident is mailed again; `0`: never."
    )
    alert_damping_minutes: NonNegativeInt | None = Field(
        None, description="How soon after its end an incident is taken up again. Empty: one window."
    )
    alert_quiet_hours: Hours = Field(
        "",
        description="Hours in `TIMEZONE` whose alerts are held until their end: `22:00-07:00`.",
    )
    alert_quiet_break_at: NonNegativeInt = Field(
        0, description="Reports from which an incident is told in quiet hours, too; `0`: never."
    )
    digest_at: Time = Field(
        "", description="When a digest of the day is mailed, in `TIMEZONE`: `08:00`. Empty: never."
    )
    monitor_interval_seconds: PositiveInt = Field(
        5, description="How often the scheduler looks at the window."
    )
    review_hide_answer: bool = Field(
        True, description="Whether reviewers label a tweet before they see the model's answer."
    )
    review_second_share: Share = Field(
        0.1, description="Share of reviewed tweets that a second person labels, too."
    )
    retrain_after: PositiveInt = Field(
        200, description="New reviewed tweets after which training again is worth while."
    )
    training_data: str = Field(
        "", description="Base data of trainings from the pages that fit all parts; docs/loop.md."
    )
    training_family: Literal["light", "tfidf"] = Field("light", description="Family that they fit.")
    training_options: str = Field(
        KEEP_GENERAL,
        description="The family's own options. `--keep-general` refits `light`'s domain part only: "
        "a minute, no base data. Empty: all of it, from `TRAINING_DATA`; docs/loop.md has times.",
    )
    training_sample: NonNegativeInt = Field(0, description="Base rows that they fit on; `0`: all.")
    training_weight: PositiveInt = Field(
        10, description="Base rows that one reviewed tweet counts for."
    )
    gate_min_rows: PositiveInt = Field(
        100, description="Reviewed test tweets under which the gate refuses everything."
    )
    gate_min_gain: NonNegativeFloat = Field(
        0.005, description="F1 that a candidate must add on them."
    )
    gate_slice_tolerance: Share = Field(0.02, description="Accuracy that a slice may lose.")
    gate_calibration_tolerance: Share = Field(
        0.02, description="Calibration error that a candidate may add."
    )
    gate_max_latency_ms: PositiveFloat = Field(
        5.0, description="Median milliseconds that a candidate may take for one tweet."
    )
    gate_max_size_mb: PositiveFloat = Field(
        50.0, description="Megabytes that a candidate's files may have."
    )
    batch_max_mb: PositiveInt = Field(200, description="Megabytes that a file to score may have.")
    batch_max_rows: PositiveInt = Field(1_000_000, description="Rows that it may have.")
    batch_retention_days: PositiveInt = Field(
        7, description="Days after which files to score and their results are deleted."
    )
    radar_retention_days: PositiveInt = Field(
        180, description="Days after which texts and authors of tweets are deleted; counts stay."
    )
    radar_upload_mb: PositiveInt = Field(
        200, description="Megabytes that a file of tweets handed in by browser may have."
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
    admin_email: Address = Field(
        "admin@localhost", description="First administrator, made if there is no account."
    )
    admin_password: str = Field(
        "",
        repr=False,
        description="Their password. Empty: a one-time password is made and printed.",
    )

    @field_validator("mail_password")
    @classmethod
    def _is_not_missing(cls, password: str, info: ValidationInfo) -> str:
        if info.data.get("mail_username") and not password:
            raise ValueError("is missing: MAIL_USERNAME is set")
        return password

    @field_validator("mail_ca_file")
    @classmethod
    def _holds_certificates(cls, file: str) -> str:
        if file:
            try:
                ssl.create_default_context(cafile=file)
            except (OSError, ssl.SSLError):
                raise ValueError("should be a file of certificates (PEM)") from None
        return file

    @classmethod
    def from_env(cls, dotenv: Path | None = ROOT / ".env") -> Self:
        """Read the settings from the environment, which overrules the file `dotenv`.

        Raises:
            ConfigError: a value cannot be used; the message names its variable, not the value.
        """
        try:
            return cls(_env_file=dotenv)
        except ValidationError as error:
            fault = error.errors(include_input=False)[0]
            name = str(fault["loc"][0]).upper()
            message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
            raise ConfigError(f"{name} {message}") from None

    @property
    def model_store(self) -> ModelStore:
        """The models that were released, and the one to serve without any release."""
        default = self.model_dir or BUNDLED_MODELS[self.model]
        return ModelStore(self.instance_path / "models", default, self.model_joblib)

    @property
    def upload_folder(self) -> Path:
        """Folder of uploaded tweet files until they are imported."""
        return self.instance_path / "uploads"

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database in use."""
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """The SQLite file that is used unless `DATABASE_URL` names something else."""
        return self.instance_path / "airparadis.sqlite3"

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

    @property
    def session_lifetime(self) -> SessionLifetime:
        """Idle and absolute lifetime of a login."""
        idle, absolute = self.session_idle_minutes, self.session_hours
        return SessionLifetime(timedelta(minutes=idle), timedelta(hours=absolute))

    @property
    def alert_rule(self) -> WindowRule:
        """Rule that opens an incident, unless an administrator has stored another."""
        return WindowRule(self.alert_threshold, timedelta(minutes=self.alert_window_minutes))

    @property
    def alert_policy(self) -> AlertPolicy:
        """Alert policy: the rule, the repeat interval and the damping."""
        damping = self.alert_damping_minutes
        return AlertPolicy(
            self.alert_rule,
            timedelta(minutes=self.alert_repeat_minutes) or None,
            None if damping is None else timedelta(minutes=damping),
        )

    @property
    def keeps_general(self) -> bool:
        """Whether trainings from the pages refit the domain part only."""
        return self.training_family == "light" and KEEP_GENERAL in self.training_options.split()

    @property
    def can_train(self) -> bool:
        """Whether trainings from the pages have the data that they need."""
        return self.keeps_general or bool(self.training_data)

    @property
    def gate_policy(self) -> GatePolicy:
        """Thresholds of the release gate."""
        return GatePolicy(
            min_rows=self.gate_min_rows,
            min_gain=self.gate_min_gain,
            slice_tolerance=self.gate_slice_tolerance,
            calibration_tolerance=self.gate_calibration_tolerance,
            max_latency_ms=self.gate_max_latency_ms,
            max_size_mb=self.gate_max_size_mb,
        )

    @property
    def batch_limits(self) -> Limits:
        """Maximum size of a file to score."""
        return Limits(rows=self.batch_max_rows, megabytes=self.batch_max_mb)

    @property
    def quiet_hours(self) -> QuietHours | None:
        """Hours in which alerts are held back, None for never."""
        if not self.alert_quiet_hours:
            return None
        start, end = parse_hours(self.alert_quiet_hours)
        return QuietHours(start, end, ZoneInfo(self.timezone), self.alert_quiet_break_at)

    @property
    def is_mail_configured(self) -> bool:
        """Whether alerts can leave by mail: a server, and somebody to write to."""
        return bool(self.mail_server and self.alert_recipients)

    @property
    def is_alerting_configured(self) -> bool:
        """Whether anybody is notified of an incident: by mail, chat or webhook."""
        return self.is_mail_configured or bool(self.alert_chat_urls or self.alert_webhook_url)

    def signing_key(self) -> str:
        """`SECRET_KEY`, or the key that `python -m airparadis prepare` made.

        Raises:
            ConfigError: there is neither.
        """
        if self.secret_key:
            return self.secret_key
        path = self.instance_path / KEY_FILE
        try:
            return path.read_text().strip()
        except OSError:
            raise ConfigError(
                f"SECRET_KEY is not set and {path} cannot be read: "
                "run `python -m airparadis prepare` once"
            ) from None
