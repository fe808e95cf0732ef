"""sessions in the database, second factors, scopes of keys

Every session ends with this migration: the key in a cookie is no longer that of the account.
Keys that exist keep all scopes.

Revision ID: 0011
Revises: 0010
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ALL_SCOPES = '["predict", "feedback", "tweets", "read"]'


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("session_token")
        batch_op.add_column(sa.Column("deactivated_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("totp_secret", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("totp_enabled_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("totp_last_step", sa.Integer(), nullable=True))
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_session_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_session_key_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint(
            "account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")
        ),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scopes", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("created_by", sa.String(length=254), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("last_used_at", sa.DateTime(), nullable=True))
    op.execute(f"UPDATE api_key SET scopes = '{ALL_SCOPES}'")  # noqa: S608 (a constant)
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.alter_column("scopes", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("created_by", existing_type=sa.String(254), server_default=None)


def downgrade() -> None:
    # The code before knows neither expiry nor deactivation: what may not come in stays out.
    op.execute(
        "UPDATE api_key SET revoked_at = expires_at WHERE expires_at IS NOT NULL AND revoked_at IS NULL"
    )
    op.execute("UPDATE account SET password_hash = '!' WHERE deactivated_at IS NOT NULL")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        for column in ("last_used_at", "expires_at", "created_by", "scopes"):
            batch_op.drop_column(column)
    op.drop_table("recovery_code")
    op.drop_table("account_session")
    with op.batch_alter_table("account", schema=None) as batch_op:
        for column in ("totp_last_step", "totp_enabled_at", "totp_secret", "deactivated_at"):
            batch_op.drop_column(column)
        batch_op.add_column(sa.Column("session_token", sa.String(length=64), nullable=True))
    accounts = sa.table("account", sa.column("id"), sa.column("session_token"))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(accounts.c.id)).all():
        token = secrets.token_urlsafe(32)
        connection.execute(
            accounts.update().where(accounts.c.id == number).values(session_token=token)
        )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.alter_column("session_token", existing_type=sa.String(64), nullable=False)
