"""0001"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("a", sa.Column("id", sa.Integer(), nullable=False))


def downgrade():
    op.drop_table("a")
