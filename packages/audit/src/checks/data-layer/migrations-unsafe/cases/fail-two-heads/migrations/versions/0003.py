"""0003"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade():
    op.create_table("b", sa.Column("id", sa.Integer()))


def downgrade():
    pass
