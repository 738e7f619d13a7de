"""Settings are read once, and what cannot be right is said at start."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from config import Settings, SettingsError, parse_duration

pytestmark = pytest.mark.pure


def test_nothing_set_is_a_working_site() -> None:
    assert Settings.from_environment({}).sqlalchemy_url.startswith("sqlite:///")


def test_each_kind_of_setting_is_read() -> None:
    read = Settings.from_environment(
        {
            "SMTP_PORT": "587",
            "DEMO": "yes",
            "CONFIRMATION_AFTER": "5s",
            "INSTANCE_FOLDER": "/var/lib/clearway",
        }
    )
    assert (read.smtp_port, read.demo, read.confirmation_after) == (587, True, timedelta(seconds=5))
    assert read.mail_folder == Path("/var/lib/clearway/mails")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PORT", "twenty-five"),
        ("DEMO", "perhaps"),
        ("CONFIRMATION_AFTER", "soon"),
        ("SEARCH_BACKEND", "elastic"),
        ("SEARCH_BACKEND", "postgresql"),
        ("SECRET_KEY", "short"),
        ("OLD_SECRET_KEYS", f"{'k' * 40} short"),
        ("BASE_URL", "clearway.example.org"),
        ("SMTP_ENCRYPTION", "rot13"),
        ("STORAGE_URL", "ftp://files.example.org"),
        ("STORAGE_URL", "s3://"),
        ("STORAGE_ENDPOINT", "s3.example.org"),
        ("STORAGE_ACCESS_KEY", "half of a pair"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize("url", ["postgres://db/x", "postgresql://db/x"])
def test_a_postgresql_address_gets_the_driver_that_we_install(url: str) -> None:
    settings = Settings(database_url=url)
    assert settings.sqlalchemy_url == "postgresql+psycopg://db/x"
    assert settings.is_postgresql


def test_a_signing_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = Settings(instance_folder=tmp_path).secret(), Settings(instance_folder=tmp_path).secret()
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_no_secret_is_printed_with_the_settings() -> None:
    assert "hunter2" not in repr(Settings(secret_key="hunter2" * 9, smtp_password="hunter2"))


@pytest.mark.parametrize("text", ["", "d", "5", "-5d", "5y", "1.5h", "5 d d"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_command_knows_the_address_of_the_site_that_was_started(tmp_path: Path) -> None:
    (tmp_path / "address").write_text("http://127.0.0.1:9000")
    assert Settings.from_environment({"INSTANCE_FOLDER": str(tmp_path)}).base_url == "http://127.0.0.1:9000"
    asked = {"INSTANCE_FOLDER": str(tmp_path), "BASE_URL": "https://clearway.example.org"}
    assert Settings.from_environment(asked).base_url == "https://clearway.example.org"
