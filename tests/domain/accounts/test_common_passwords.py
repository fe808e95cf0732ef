"""Common passwords."""

import pytest

from airparadis.domain.accounts.common_passwords import is_common


@pytest.mark.parametrize(
    "password",
    [
        "correcthorsebatterystaple",
        "CorrectHorseBatteryStaple",
        "1qaz2wsx3edc4rfv",
        "motdepasse123",
        "Airparadis2026!",
        "soleil 1234567",
        "121212121212",
        "\ud800" * 12,
    ],
)
def test_common_passwords_are_recognised(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "un vol pour Dakar, svp", "mot de passe du lundi", "a b c d e"],
)
def test_uncommon_passwords_are_not(password: str) -> None:
    assert not is_common(password)
