"""0002"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("a", sa.Column("x", sa.Text(), nullable=False))


def downgrade():
    op.drop_column("a", "x")
