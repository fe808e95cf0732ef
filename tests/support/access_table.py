"""The access that every route of the application requires, by its endpoint."""

from enum import Enum


class Access(Enum):
    """The least that a route asks for."""

    PUBLIC = "anybody"
    KEY = "an API key, or an analyst's session"
    LINK = "a signed link"
    ACCOUNT = "any account"
    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


ACCESS: dict[str, Access] = {}


def _add(access: Access, *endpoints: str) -> None:
    ACCESS.update(dict.fromkeys(endpoints, access))


_add(
    Access.PUBLIC,
    *("static", "prediction.form", "prediction.submit", "prediction.show", "feedback.vote"),
    "undo.undo",
    *("auth.login", "auth.log_in", "second_factor.ask", "second_factor.check"),
    *("password_link.forgotten", "password_link.send", "preferences.choose"),
    *("health.livez", "health.readyz"),
    *("api_docs.page", "api_docs.description"),
    *("api.predict", "api.prediction", "api.vote", "api.model"),
)
_add(
    Access.LINK,
    *("mail_link.show", "mail_link.act", "password_link.reset", "password_link.accept"),
)
_add(
    Access.KEY,
    *(
        "api.stats",
        "api.drift_of_window",
        "api.drift_over_time",
        "api.wrong",
        "api.history",
        "api.take_tweets",
    ),
    "metrics.metrics",
)
_add(
    Access.ACCOUNT,
    *("auth.log_out", "auth.password", "saved_views.save", "saved_views.remove"),
    *("account.show", "account.end_session", "account.end_others"),
    *("second_factor.show", "second_factor.begin", "second_factor.picture"),
    *("second_factor.confirm", "second_factor.new_codes", "second_factor.disable"),
)
_add(
    Access.VIEWER,
    *("home.show", "admin.dashboard", "drift.show", "incidents.history", "incidents.show"),
    *("radar.overview", "radar.show", "radar.tweets", "radar.report"),
    "radar.vote",
)
_add(
    Access.ANALYST,
    *("radar.review_tweet", "radar.assign_tweet"),
    *("incidents.acknowledge", "incidents.assign"),
    *("incidents.add_note", "incidents.snooze", "radar.create", "radar.edit"),
    "radar.report_file",
    *("radar.uploaded", "radar.take_in", "radar.upload", "radar.stop_upload", "radar.start_upload"),
    *("export.wrong_csv", "models.show", "models.train"),
    *("review.queue", "review.decide", "review.assign", "review.history"),
    *("review_files.files", "review_files.take_in", "review_files.export"),
    *("topics.show", "topics.save", "topics.reset"),
    *("batches.index", "batches.upload", "batches.show", "batches.start", "batches.cancel"),
    *("batches.delete", "batches.result", "batches.preview"),
    *("batches.vote", "batches.review_row", "batches.assign_row"),
)
_add(
    Access.ADMINISTRATOR,
    *("models.release", "models.roll_back", "radar.remove"),
    *("radar.people", "radar.export_author", "radar.forget_author", "radar.forget_tweet"),
    *("settings.edit", "settings.save", "settings.reset", "settings.preview"),
    *("settings.save_digest", "delivery_tests.send"),
    *("contacts.listing", "contacts.adopt", "contacts.reset", "contacts.save_hours"),
    *("contacts.create", "contacts.edit", "contacts.remove", "contacts.test"),
    *("contacts.add_route", "contacts.remove_route"),
    *("audit.log", "audit.export"),
    *("accounts.listing", "accounts.invite", "accounts.show", "accounts.change_role"),
    *("accounts.deactivate", "accounts.reactivate", "accounts.end_sessions"),
    *("accounts.reset_factor", "accounts.make_link"),
    *("api_keys.listing", "api_keys.create", "api_keys.revoke"),
)
