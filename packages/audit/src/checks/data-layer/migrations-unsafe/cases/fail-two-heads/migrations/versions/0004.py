"""0004"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0009"


def upgrade():
    op.create_table("c", sa.Column("id", sa.Integer()))


def downgrade():
    op.drop_table("c")
