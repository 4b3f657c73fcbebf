from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ["memberships", "invoices"]


def upgrade():
    op.execute("CREATE ROLE app_user LOGIN NOBYPASSRLS")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"""
            CREATE POLICY {table}_own ON {table}
            USING (tenant_id = current_setting('app.tenant')::uuid)
            WITH CHECK (tenant_id = current_setting('app.tenant')::uuid)
            """
        )


def downgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
