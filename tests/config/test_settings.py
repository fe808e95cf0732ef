"""Settings: read, refused, documented."""

import re
from pathlib import Path

import pytest

from airparadis.config.settings import Config
from airparadis.config.table import settings_table
from airparadis.lib.errors import ConfigError
from airparadis.lib.project import ROOT
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel


def test_the_environment_overrules_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=9000\nHOST=0.0.0.0\nSOMEBODY_ELSES=1\n")
    monkeypatch.setenv("PORT", "9001")
    config = Config.from_env(dotenv)
    assert (config.host, config.port) == ("0.0.0.0", 9001)  # noqa: S104


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_platforms_way_to_write_postgresqls_address_is_understood(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://me:hunter2@db.example.org/air?sslmode=require")
    config = Config.from_env(None)
    assert config.database == "postgresql+psycopg://me:hunter2@db.example.org/air?sslmode=require"
    assert "hunter2" not in repr(config)


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_THRESHOLD", "")
    assert Config.from_env(None).alert_threshold == 3


def test_recipients_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_RECIPIENTS", "a@example.org, b@example.org")
    assert Config.from_env(None).alert_recipients == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("MODEL", "best"),
        ("WORKERS", "0"),
        ("API_KEY_REQUIRED", "perhaps"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../../etc/passwd"),
        ("RATE_LIMIT_API", "many"),
        ("MAIL_LANGUAGE", "de"),
        ("ALERT_RECIPIENTS", "nobody"),
        ("ADMIN_EMAIL", "nobody"),
        ("ALERT_CHAT_URLS", "nowhere"),
        ("ALERT_WEBHOOK_URL", "nowhere"),
        ("ALERT_QUIET_HOURS", "22-7"),
        ("DIGEST_AT", "8am"),
        ("DATABASE_URL", "mysql://secret@host/name"),
        ("DATABASE_URL", "airparadis.sqlite3"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=f"^{name} ") as refusal:
        Config.from_env(None)
    assert "\n" not in str(refusal.value)


def test_a_refusal_does_not_show_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_THRESHOLD", "hunter2")
    with pytest.raises(ConfigError) as refusal:
        Config.from_env(None)
    assert "hunter2" not in str(refusal.value)


def test_without_any_key_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="prepare"):
        Config(instance_path=tmp_path).signing_key()


def test_one_setting_chooses_between_the_bundled_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Config.from_env(None).model_store.default == BUNDLED_MODELS[BundledModel.LIGHT]
    monkeypatch.setenv("MODEL", "precise")
    assert Config.from_env(None).model_store.default == BUNDLED_MODELS[BundledModel.PRECISE]
    monkeypatch.setenv("MODEL_DIR", str(tmp_path))
    assert Config.from_env(None).model_store.default == tmp_path


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")]
)
def test_the_address_follows_host_and_port(host: str, address: str) -> None:
    assert Config(host=host).base_url == address


def test_every_setting_is_in_the_documentation_as_it_is() -> None:
    assert settings_table() in (ROOT / "docs" / "settings.md").read_text()


def test_the_example_file_names_only_settings_that_exist() -> None:
    named = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert named
    assert {name.lower() for name in named} <= set(Config.model_fields)
