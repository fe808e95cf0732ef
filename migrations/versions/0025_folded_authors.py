"""folded authors of tweets

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from airparadis.domain.radar.authors import fold_author

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_TWEET = sa.table("tweet", sa.column("author", sa.String), sa.column("author_folded", sa.String))


def upgrade() -> None:
    op.add_column("tweet", sa.Column("author_folded", sa.String(length=320), nullable=True))
    connection = op.get_bind()
    authors = connection.scalars(
        sa.select(_TWEET.c.author).where(_TWEET.c.author.is_not(None)).distinct()
    ).all()
    folded = [{"name": author, "folded": fold_author(author)} for author in authors]
    if folded:  # found by the index on `author`
        connection.execute(
            sa.update(_TWEET)
            .where(_TWEET.c.author == sa.bindparam("name"))
            .values(author_folded=sa.bindparam("folded")),
            folded,
        )
    op.drop_index("ix_tweet_author", "tweet")
    op.create_index("ix_tweet_author_folded", "tweet", ["author_folded"])


def downgrade() -> None:
    op.drop_index("ix_tweet_author_folded", "tweet")
    op.create_index("ix_tweet_author", "tweet", ["author"])
    with op.batch_alter_table("tweet") as batch:
        batch.drop_column("author_folded")
