"""Undo a decision of the review queue, a skipped tweet among them."""

from typing import Final

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.review import undo as review
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.undo.undoable import Fields, Undoable, Undone, number
from airparadis.web.urls import with_query


def _undo(fields: Fields) -> Undone:
    label = review.undo(db.session(), number(fields, "label"), current_user.email, utc_now())
    prediction = label.prediction
    note(Act.LABEL_UNDONE, prediction.public_id if prediction else "")
    queue = fields.get("next") or url_for("review.queue")
    url = with_query(queue, prediction=str(prediction.public_id)) if prediction else ""
    return Undone(_("Undone: label the tweet again."), url)


UNDOABLE: Final = Undoable("label", _undo, Permission.REVIEW)
