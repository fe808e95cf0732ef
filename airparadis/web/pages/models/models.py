"""Model versions: what the gate said of them, releases, roll-back, trainings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import TrainingJob
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.models.training import JobState, parse_stage
from airparadis.jobs.training import LOG, tail
from airparadis.jobs.worker import job_folder
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import ArtifactError, ReleaseError
from airparadis.services.models import (
    bundled,
    comparison,
    releases,
    shadow,
    training_jobs,
    training_progress,
    versions,
)
from airparadis.web.access.access import may, permission_required
from airparadis.web.extensions import db
from airparadis.web.labels.models import release_fault
from airparadis.web.presentation.model_comparison import STANDINGS, comparison_groups
from airparadis.web.runtime import runtime

bp = Blueprint("models", __name__, url_prefix="/admin/models")

LOG_LINES = 15


@bp.get("")
@permission_required(Permission.TRAIN_MODELS)
def show() -> str:
    """Show the model in service, the candidate with its verdict, the releases and the trainings."""
    session, config = db.session(), runtime().config
    slot = runtime().model
    slot.load()
    candidate = versions.candidate(session)
    jobs = training_jobs.recent(session)
    log = _log(jobs[0]) if jobs else []
    manifest = None if slot.fault else slot.classifier.manifest
    contenders = comparison.compare(session, slot.store, manifest, candidate, utc_now())
    return render_template(
        "models/show.html",
        model=slot,
        manifest=manifest,
        contenders=contenders,
        comparison=comparison_groups(contenders),
        standings=STANDINGS,
        served=_served_version(),
        current=releases.current(session),
        candidate=candidate,
        disagreement=candidate and shadow.disagreement(session, candidate),
        examples=candidate and shadow.examples(session, candidate),
        versions=versions.versions(session),
        history=releases.history(session),
        jobs=jobs,
        log=log,
        stage=parse_stage(log[-1]) if log and jobs[0].state is JobState.RUNNING else None,
        progress=training_progress.read(
            session,
            config.retrain_after,
            config.gate_min_rows,
            training_jobs.labels_taken_at(session),
        ),
        offers=_offers(),
        may_release=may(Permission.RELEASE_MODELS),
        can_train=config.can_train,
    )


@bp.post("/train")
@permission_required(Permission.TRAIN_MODELS)
def train() -> ResponseReturnValue:
    """Queue a training."""
    training_jobs.request(db.session(), current_user.email, utc_now())
    flash(_("The training is queued; it starts within a few seconds."))
    return redirect(url_for(".show", _anchor="trainings"), 303)


@bp.post("/release")
@permission_required(Permission.RELEASE_MODELS)
def release() -> ResponseReturnValue:
    """Let a version be served."""
    version, reason = request.form.get("version", ""), request.form.get("reason", "")
    try:
        releases.release(
            db.session(), runtime().model.store, version, current_user.email, utc_now(), reason
        )
    except ReleaseError as error:
        return _refused(release_fault(error))
    except ArtifactError as error:
        return _refused(
            _("It cannot be loaded, so the previous one stays in use: %(why)s", why=error)
        )
    flash(_("%(version)s is released.", version=version))
    return redirect(url_for(".show"), 303)


@bp.post("/roll-back")
@permission_required(Permission.RELEASE_MODELS)
def roll_back() -> ResponseReturnValue:
    """Serve again what the last release replaced."""
    version = request.form.get("version", "")
    try:
        releases.roll_back(
            db.session(), runtime().model.store, version, current_user.email, utc_now()
        )
    except ReleaseError as error:
        return _refused(release_fault(error))
    except ArtifactError as error:
        return _refused(
            _("It cannot be loaded, so the previous one stays in use: %(why)s", why=error)
        )
    flash(_("%(version)s is served again.", version=version))
    return redirect(url_for(".show"), 303)


def _refused(words: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(words, "alert")
    return redirect(url_for(".show"), 303)


def _served_version() -> str | None:
    try:
        return releases.served_version(runtime().model.store)
    except ArtifactError:
        return None


def _offers() -> tuple[bundled.Offer, ...]:
    """Return the bundled models; none if they are damaged, which the page says of the served."""
    try:
        return bundled.offers()
    except ArtifactError:
        return ()


def _log(job: TrainingJob) -> list[str]:
    return tail(job_folder(runtime().config.instance_path, job.id) / LOG, LOG_LINES)
