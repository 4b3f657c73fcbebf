"""0002a"""

import sqlalchemy as sa
from alembic import op

revision = "0002a"
down_revision = "0001"


def upgrade():
    op.add_column("a", sa.Column("x", sa.Text(), nullable=False, server_default=""))


def downgrade():
    op.drop_column("a", "x")
