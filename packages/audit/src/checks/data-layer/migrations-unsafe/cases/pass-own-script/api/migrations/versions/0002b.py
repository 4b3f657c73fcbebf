"""0002b"""

import sqlalchemy as sa
from alembic import op

revision = "0002b"
down_revision = "0001"


def upgrade():
    op.create_table("b", sa.Column("id", sa.Integer()))


def downgrade():
    raise NotImplementedError("irreversible: the rows are gone")
