"""The conditions that must hold before the servers start."""

import socket
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError, ArtifactError, ConfigError
from airparadis.lib.private_files import check_folder
from airparadis.lib.project import ROOT
from airparadis.notify.event_log import close_logging
from airparadis.server.prepare import (
    PROXY,
    check_file_system,
    check_instance,
    check_port,
    ensure_secret_key,
    is_installed,
    prepare_instance,
)
from airparadis.services.accounts import accounts
from airparadis.services.accounts.first_admin import PASSWORD_FILE, ensure_admin
from tests.support.servers.ports import free_port


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}.*PORT={port + 1}"):
            check_port("127.0.0.1", port)


def test_a_free_port_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    check_port("127.0.0.1", port)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"cannot write to .*file/instance"):
        check_folder(tmp_path / "file" / "instance")


def test_a_missing_folder_is_made_private_and_left_clean(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    check_folder(folder)
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    config = Config(instance_path=tmp_path)
    ensure_secret_key(config)
    key = config.signing_key()
    assert len(key) >= 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    ensure_secret_key(config)
    assert config.signing_key() == key


def test_a_key_from_the_environment_leaves_no_file(tmp_path: Path) -> None:
    ensure_secret_key(Config(secret_key="given", instance_path=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("empty_database")
def test_a_new_instance_is_installed_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    said: list[str] = []
    config = prepare_instance(said.append)
    assert is_installed(config)
    assert is_installed(config.model_copy(update={"database_url": config.database}))
    assert not is_installed(config.model_copy(update={"database_url": "sqlite://"}))
    assert "one-time password" in said[0]
    assert f"{config.base_url}, to this machine only" in said[-1]
    assert len(prepare_again(said)) == 1
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104 (nothing listens)
    warning, served = prepare_again(said)
    assert "Warning: with HOST=0.0.0.0 " in warning
    assert PROXY in warning
    assert (ROOT / PROXY).is_file()
    assert "only" not in served
    close_logging()


def prepare_again(said: list[str]) -> list[str]:
    said.clear()
    prepare_instance(said.append)
    return said


def test_a_model_at_fault_stops_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path / "instance"))
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("MODEL_DIR", str(tmp_path))
    with pytest.raises(ArtifactError, match="no model at"):
        prepare_instance(print)
    assert list((tmp_path / "instance").iterdir()) == []


def test_a_check_finds_what_could_not_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check precedes every reload."""
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    with pytest.raises(ConfigError, match="prepare"):
        check_instance()
    prepare_instance(lambda _: None)
    check_instance()
    monkeypatch.setenv("MODEL_DIR", str(tmp_path))
    with pytest.raises(ArtifactError, match="no model at"):
        check_instance()
    close_logging()


def test_a_database_that_cannot_be_used_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    (tmp_path / "airparadis.sqlite3").write_text("this is no database" * 100)
    with pytest.raises(ConfigError, match=r"is damaged .*flask restore"):
        prepare_instance(print)
    close_logging()


def test_the_first_administrator_is_made_once(session: Session, config: Config) -> None:
    assert ensure_admin(session, config, utc_now())
    session.commit()
    assert ensure_admin(session, config, utc_now()) is None


def test_the_first_administrator_can_be_given(session: Session, config: Config) -> None:
    given = config.model_copy(
        update={"admin_email": "boss@example.org", "admin_password": "correct horse battery"}
    )
    assert ensure_admin(session, given, utc_now()) is None
    session.commit()
    boss = accounts.authenticate(session, "boss@example.org", given.admin_password)
    assert boss is not None
    assert boss.role is Role.ADMINISTRATOR
    assert not boss.must_change_password
    assert not (config.instance_path / PASSWORD_FILE).exists()


def test_a_short_password_from_the_environment_is_refused(session: Session, config: Config) -> None:
    with pytest.raises(AccountError, match="12 characters"):
        ensure_admin(session, config.model_copy(update={"admin_password": "short"}), utc_now())


def test_accounts_are_managed_by_command(runner: FlaskCliRunner) -> None:
    answers = "correct horse battery\ncorrect horse battery\n"
    made = runner.invoke(args=["user", "create", "ana@example.org"], input=answers)
    assert made.exit_code == 0, made.output
    again = runner.invoke(args=["user", "create", "ana@example.org"], input=answers)
    assert again.exit_code == 1
    assert "ana@example.org already has an account" in again.output
    changed = runner.invoke(args=["user", "set-password", "ana@example.org"], input=answers)
    assert changed.exit_code == 0
    missing = runner.invoke(args=["user", "set-password", "bob@example.org"], input=answers)
    assert missing.exit_code == 1
    assert runner.invoke(args=["user", "list"]).output == "ana@example.org\tanalyst\tactive\n"
    alone = runner.invoke(args=["user", "set-role", "ana@example.org", "viewer"])
    assert alone.exit_code == 0, "no administrator is lost where there is none"


def test_roles_and_states_are_managed_by_command(runner: FlaskCliRunner) -> None:
    answers = "correct horse battery\ncorrect horse battery\n"
    boss = ["user", "create", "boss@example.org", "--role", "administrator"]
    runner.invoke(args=boss, input=answers)
    last = runner.invoke(args=["user", "set-role", "boss@example.org", "viewer"])
    assert (last.exit_code, last.output.count("\n")) == (1, 1)
    assert "boss@example.org is the last administrator" in last.output
    runner.invoke(args=["user", "create", "ana@example.org"], input=answers)
    for command in (["set-role", "ana@example.org", "viewer"], ["deactivate", "ana@example.org"]):
        assert runner.invoke(args=["user", *command]).exit_code == 0
    listed = runner.invoke(args=["user", "list"]).output
    assert "ana@example.org\tviewer\tdeactivated\n" in listed
    assert runner.invoke(args=["user", "reactivate", "ana@example.org"]).exit_code == 0


def test_keys_are_managed_by_command(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["api-key", "create", "reports"]).output.startswith("ap_")
    assert runner.invoke(args=["api-key", "create", "reports"]).exit_code == 1
    every = "predict,feedback,tweets,read\tno expiry\tnever used"
    assert runner.invoke(args=["api-key", "list"]).output == f"reports\tvalid\t{every}\n"
    limited = ["api-key", "create", "radar", "--scope", "tweets", "--days", "30"]
    assert runner.invoke(args=limited).output.startswith("ap_")
    listed = runner.invoke(args=["api-key", "list"]).output.splitlines()[0]
    assert listed.startswith("radar\tvalid\ttweets\tuntil 2")
    assert runner.invoke(args=["api-key", "revoke", "reports"]).exit_code == 0
    assert f"reports\trevoked\t{every}\n" in runner.invoke(args=["api-key", "list"]).output
    assert runner.invoke(args=["api-key", "revoke", "other"]).exit_code == 1


def test_the_model_can_be_verified_by_command(runner: FlaskCliRunner) -> None:
    assert "fake-2026.11.23-00c0ffee" in runner.invoke(args=["model", "verify"]).output


def test_one_pass_of_the_monitor_can_be_run_by_command(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["monitor"]).exit_code == 0


def test_a_network_file_system_is_refused_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("airparadis.server.prepare.network_type", lambda _folder: "nfs4")
    config = Config(secret_key="tests", instance_path=tmp_path)
    with pytest.raises(ConfigError, match=r"network file system \(nfs4\)"):
        check_file_system(config)
    check_file_system(config.model_copy(update={"database_url": "postgresql://h/d"}))
