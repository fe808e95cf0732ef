"""The length of passwords."""

import pytest

from airparadis.domain.accounts.policy import is_acceptable_password


@pytest.mark.parametrize(
    ("length", "accepted"), [(11, False), (12, True), (128, True), (129, False)]
)
def test_a_password_is_judged_by_its_length(length: int, accepted: bool) -> None:
    assert is_acceptable_password("x" * length) is accepted
