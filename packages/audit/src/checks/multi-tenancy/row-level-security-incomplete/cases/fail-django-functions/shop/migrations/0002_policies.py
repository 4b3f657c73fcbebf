from django.db import migrations

TABLES = ["shop_membership", "shop_invoice"]


def protect(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            cursor.execute(
                f"CREATE POLICY {table}_own ON {table} "
                "USING (tenant_id = current_setting('app.tenant')::bigint) "
                "WITH CHECK (tenant_id = current_setting('app.tenant')::bigint)"
            )


def open_again(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP POLICY {table}_own ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(protect, open_again)]
