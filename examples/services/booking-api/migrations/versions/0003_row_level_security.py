"""Row-level security for every table of an organisation."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("slots", "bookings", "booking_photos")


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA public TO booking_app")
    op.execute("GRANT SELECT ON organisations TO booking_app")
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO booking_app")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_of_org ON {table} "
            "USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid) "
            "WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid)"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP POLICY {table}_of_org ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM booking_app")
    op.execute("REVOKE ALL ON organisations FROM booking_app")
