"""The words of a mail about an incident, in the language and the zone of the settings."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import force_locale, format_date, format_datetime, ngettext
from flask_babel import gettext as _

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.masking import mask_personal
from airparadis.notify.burst_labels import burst_subject
from airparadis.notify.mail_links import acknowledge_token
from airparadis.services.messages.digest import Digest


def subject_and_bodies(
    config: Config, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a mail. `predictions` are shown, as far as they go."""
    with force_locale(config.mail_language):
        subject = subject_of(notice, incident)
        context = {
            "notice": notice,
            "subject": subject,
            "incident": incident,
            "predictions": predictions,
            "config": config,
            "mask": mask_personal,
            "local": lambda moment: local(moment, config.timezone),
            "duration": incident.last_report_at - incident.first_report_at,
            "token": acknowledge_token(config.signing_key(), incident.id),
        }
        about = "burst" if incident.burst else "incident"
        text = render_template(f"mail/{about}.txt", **context)
        html = render_template(f"mail/{about}.html", **context)
    return f"[Air Paradis] {subject}", text, html


def subject_of(notice: Notice, incident: Incident) -> str:
    """Return the subject line of a notice."""
    if incident.burst:
        return burst_subject(notice, incident.burst)
    return _SUBJECTS[notice](incident)


def digest_mail(config: Config, digest: Digest, now: datetime) -> tuple[str, str, str]:
    """Subject, plain text and HTML of the digest of a day."""
    with force_locale(config.mail_language):
        day = format_date(now.astimezone(ZoneInfo(config.timezone)), "full", rebase=False)
        subject = str(_("Daily digest of %(day)s", day=day))
        context = {
            "subject": subject,
            "digest": digest,
            "config": config,
            "mask": mask_personal,
            "written_at": local(now, config.timezone),
        }
        text = render_template("mail/digest.txt", **context)
        html = render_template("mail/digest.html", **context)
    return f"[Air Paradis] {subject}", text, html


def test_mail(config: Config, now: datetime) -> tuple[str, str]:
    """Subject and text of a mail that an administrator sends to see whether mail works."""
    with force_locale(config.mail_language):
        subject = f"[Air Paradis] {_('Test mail')}"
        return subject, render_template(
            "mail/test.txt", config=config, sent_at=local(now, config.timezone)
        )


def local(moment: datetime, zone: str) -> str:
    """A time in the zone of the settings, which it names."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{format_datetime(there, 'd MMM yyyy, HH:mm:ss', rebase=False)} {there:%Z}"


def _opened(incident: Incident) -> str:
    minutes = incident.window_seconds // 60
    return str(
        ngettext(
            "%(count)d predictions reported wrong within %(num)d minute",
            "%(count)d predictions reported wrong within %(num)d minutes",
            minutes,
            count=incident.report_count,
        )
    )


def _reminder(incident: Incident) -> str:
    return str(_("Still open: %(count)d predictions reported wrong", count=incident.report_count))


def _reopened(incident: Incident) -> str:
    return str(_("Back again: %(count)d predictions reported wrong", count=incident.report_count))


def _resolved(incident: Incident) -> str:
    return str(_("Resolved: %(count)d predictions reported wrong", count=incident.report_count))


def _passed(incident: Incident) -> str:
    return str(
        _(
            "Resolved in quiet hours: %(count)d predictions reported wrong",
            count=incident.report_count,
        )
    )


_SUBJECTS: dict[Notice, Callable[[Incident], str]] = {
    Notice.OPENED: _opened,
    Notice.REMINDER: _reminder,
    Notice.WORSENED: _reminder,
    Notice.REOPENED: _reopened,
    Notice.RESOLVED: _resolved,
    Notice.PASSED: _passed,
}
