"""The audit log: who did what, on what, when and from where."""

from flask import Blueprint, Response, render_template, request, stream_with_context

from airparadis.db.tables import AuditEntry
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.batches.csv_injection import escape_cell
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import audit
from airparadis.services.accounts.audit import Filter
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note_alone
from airparadis.web.extensions import db
from airparadis.web.labels.audit import KINDS
from airparadis.web.presentation.csv_lines import csv_lines
from airparadis.web.urls import query_number

bp = Blueprint("audit", __name__, url_prefix="/admin/audit")

COLUMNS = ("id", "at", "actor", "act", "target", "detail", "address")
MAX_SEARCH = 100


@bp.get("")
@permission_required(Permission.MANAGE_ACCOUNTS)
def log() -> str:
    """A page of the log, latest first; `before` is the last number of the page before."""
    chosen = _filter()
    before = query_number("before", 0) or None
    found = audit.entries(db.session(), chosen, before, audit.PAGE + 1)
    return render_template(
        "accounts/audit.html",
        entries=found[: audit.PAGE],
        older=found[audit.PAGE - 1].id if len(found) > audit.PAGE else None,
        is_first=before is None,
        chosen=chosen,
        kept={name: value for name, value in request.args.items() if name != "before" and value},
        kinds=list(KINDS.items()),
    )


@bp.get("/audit.csv")
@permission_required(Permission.MANAGE_ACCOUNTS)
def export() -> Response:
    """The whole filtered log, sent while it is read."""
    note_alone(Act.EXPORTED, "audit.csv")
    rows = (_row(entry) for entry in audit.every_entry(db.session(), _filter()))
    response = Response(stream_with_context(csv_lines(COLUMNS, rows)), mimetype="text/csv")
    name = f"air-paradis-audit-{utc_now():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filter() -> Filter:
    kind = request.args.get("kind", "")
    actor, target = (
        request.args.get(name, "").replace("\0", "").strip()[:MAX_SEARCH]
        for name in ("actor", "target")
    )
    return Filter(kind if kind in KINDS else "", actor, target)


def _row(entry: AuditEntry) -> list[str]:
    told = ((name, _plain(value)) for name, value in entry.detail.items() if value is not None)
    detail = "; ".join(f"{name}={value}" for name, value in told)
    texts = (entry.actor, entry.act, entry.target, detail, entry.address)
    return [str(entry.id), entry.at.isoformat(), *map(escape_cell, texts)]


def _plain(value: object) -> object:
    return ",".join(map(str, value)) if isinstance(value, list) else value
