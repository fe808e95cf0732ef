"""Releases and roll-backs of the served model version."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.faults import storage_fault
from airparadis.db.tables import ModelRelease
from airparadis.domain.audit import Act
from airparadis.domain.models.verdict import Verdict
from airparadis.lib.errors import ArtifactError, ReleaseError
from airparadis.ml.artifact import manifest_digest, read_verified
from airparadis.ml.store import ModelStore
from airparadis.services.accounts import audit
from airparadis.services.models.versions import find

MAX_LISTED = 50
MIN_REASON = 10
"""Characters of a reason: a word is none."""


def release(
    session: Session,
    store: ModelStore,
    version: str,
    actor: str,
    now: datetime,
    reason: str = "",
) -> ModelRelease:
    """Let a version be served: the gate must have passed it, or a reason must be given.

    It is loaded and verified here first. The row is committed before the processes are notified.

    Raises:
        ReleaseError: the gate has not passed it and there is no reason, or it serves already.
        ArtifactError: it cannot be loaded; what serves goes on.
    """
    found = find(session, version)
    if found is None:
        raise ReleaseError("unknown", f"no version {version} is known")
    digest = _check(session, store, version)
    begin_write(session)
    with suppress(ArtifactError):  # the last one may not have been told to the processes yet
        _repeat(current(session), store)
    served = served_version(store)
    if version == served:
        raise ReleaseError("served", f"{version} is already in production")
    objection = _objection(found.verdict, served)
    if objection and len(reason.strip()) < MIN_REASON:
        raise objection
    made = ModelRelease(
        version=version,
        manifest_sha256=digest,
        previous_version=served,
        released_at=now,
        released_by=actor,
        is_rollback=False,
        forced_reason=reason.strip() if objection else None,
    )
    return _serve(session, store, made)


def roll_back(
    session: Session, store: ModelStore, version: str, actor: str, now: datetime
) -> ModelRelease:
    """Serve again what the last release replaced; once more goes back further.

    Args:
        session: used and committed.
        store: notified of the version to serve.
        version: what the last release replaced, so that pressing twice goes back once.
        actor: who asks for it.
        now: the time to record.

    Raises:
        ReleaseError: there is nothing to go back to, or another release was made meanwhile.
        ArtifactError: it cannot be loaded any more; what serves goes on.
    """
    _replaced(session, version)
    digest = _check(session, store, version)
    begin_write(session)
    last = _replaced(session, version)
    made = ModelRelease(
        version=version,
        manifest_sha256=digest,
        previous_version=_before(session, version, last.id),
        released_at=now,
        released_by=actor,
        is_rollback=True,
    )
    return _serve(session, store, made)


def current(session: Session) -> ModelRelease | None:
    """The release that holds; None before the first."""
    return session.scalar(select(ModelRelease).order_by(ModelRelease.id.desc()).limit(1))


def history(session: Session) -> Sequence[ModelRelease]:
    """The latest releases first."""
    return session.scalars(
        select(ModelRelease).order_by(ModelRelease.id.desc()).limit(MAX_LISTED)
    ).all()


def served_version(store: ModelStore) -> str:
    """The version that processes should serve.

    Raises:
        ArtifactError: it cannot be verified.
    """
    return read_verified(store.served()).version


def agree(session: Session, store: ModelStore) -> bool:
    """Repeat the last release to the processes; return whether that was needed.

    A crash between the commit and the telling leaves them apart. The digest of a release that was
    made before digests were stored is noted as it is now.
    """
    last = current(session)
    try:
        if last is not None and last.manifest_sha256 is None:
            last.manifest_sha256 = manifest_digest(store.directory(last.version))
            session.commit()
        return _repeat(last, store)
    except ArtifactError:  # it was taken away by hand: what serves goes on
        return False


def _repeat(last: ModelRelease | None, store: ModelStore) -> bool:
    if last is None or store.served() == store.directory(last.version):
        return False
    store.serve(last.version)
    return True


def _objection(verdict: Verdict | None, served: str) -> ReleaseError | None:
    if verdict is None:
        return ReleaseError("unjudged", "the gate has never judged this version")
    if not verdict.passed:
        return ReleaseError("refused", "the gate refuses this version")
    if verdict.champion != served:
        return ReleaseError("stale", f"it was judged against {verdict.champion}, not {served}")
    return None


def released_digests(session: Session) -> dict[str, str]:
    """Return the digest of the manifest of every version that was ever released.

    A database without tables has released nothing; one that does not answer raises.
    """
    query = select(ModelRelease.version, ModelRelease.manifest_sha256).order_by(ModelRelease.id)
    try:
        rows = session.execute(query).all()
    except (OperationalError, ProgrammingError) as error:
        if storage_fault(error) is not None:
            raise
        session.rollback()
        return {}
    return {version: digest for version, digest in rows if digest is not None}


def _check(session: Session, store: ModelStore, version: str) -> str:
    """Load a version as every process will: before the database is locked, for it takes time.

    Returns:
        The digest of its manifest.
    """
    directory = store.directory(version)
    digest = manifest_digest(directory)
    loaded = store.load(directory, released_digests(session))
    if loaded.manifest.version != version:
        raise ArtifactError(f"{version} holds {loaded.manifest.version}")
    return digest


def _replaced(session: Session, version: str) -> ModelRelease:
    """The last release, if it replaced this version."""
    last = current(session)
    if last is None or last.previous_version is None:
        raise ReleaseError("first", "there is no earlier release to go back to")
    if last.previous_version != version:
        raise ReleaseError("moved", f"{last.version} did not replace {version}")
    return last


def _serve(session: Session, store: ModelStore, release: ModelRelease) -> ModelRelease:
    session.add(release)
    act = Act.ROLLED_BACK if release.is_rollback else Act.RELEASED
    audit.record(
        session,
        release.released_by,
        act,
        release.version,
        now=release.released_at,
        replaces=release.previous_version,
        forced=release.forced_reason,
    )
    session.commit()
    store.serve(release.version)
    return release


def _before(session: Session, version: str, earlier_than: int) -> str | None:
    """Return the version served before a version's latest regular release up to `earlier_than`."""
    return session.scalar(
        select(ModelRelease.previous_version)
        .where(
            ModelRelease.version == version,
            ModelRelease.id < earlier_than,
            ModelRelease.is_rollback.is_(False),
        )
        .order_by(ModelRelease.id.desc())
        .limit(1)
    )
