from sqlalchemy import text


def use_tenant(session, tenant_id):
    session.execute(text("SELECT set_config('app.tenant', :tenant, false)"), {"tenant": tenant_id})
