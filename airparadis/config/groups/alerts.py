"""Incidents: the rule that raises one, who is told of it and when."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, NonNegativeInt, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.config.types import Addresses, ChatUrls, Hours, Time, WebUrl, Zone
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.messages.quiet_hours import QuietHours, parse_hours


class Alerts(Group):
    """Incidents: the rule that raises one, who is told of it and when."""

    timezone: Zone = Field(
        "UTC", description="Zone of mails, and of readers whose browser tells none."
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
    def quiet_hours(self) -> QuietHours | None:
        """Hours in which alerts are held back, None for never."""
        if not self.alert_quiet_hours:
            return None
        start, end = parse_hours(self.alert_quiet_hours)
        return QuietHours(start, end, ZoneInfo(self.timezone), self.alert_quiet_break_at)
