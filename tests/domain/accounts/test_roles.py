"""The registry of roles."""

from airparadis.domain.accounts.roles import (
    FIRST_ROLE,
    ROLES,
    Permission,
    Role,
    roles_with,
)


def test_every_role_is_defined() -> None:
    assert set(ROLES) == set(Role)


def test_every_role_may_view() -> None:
    assert roles_with(Permission.VIEW) == list(Role)


def test_the_first_role_may_do_everything() -> None:
    assert ROLES[FIRST_ROLE].permissions == set(Permission)


def test_roles_are_found_by_permission() -> None:
    assert roles_with(Permission.REVIEW) == [Role.ANALYST, Role.ADMINISTRATOR]
    assert roles_with(Permission.MANAGE_ACCOUNTS) == [Role.ADMINISTRATOR]
