from contextvars import ContextVar

from sqlalchemy import select

from app.models import Invoice

DEFAULT_TENANT = "public"

tenant_var = ContextVar("tenant", default="public")


def tenant_of(request):
    return request.headers.get("X-Tenant-ID", DEFAULT_TENANT)


def resolve(claims):
    tenant_id = claims.get("tenant_id")
    return tenant_id or DEFAULT_TENANT


def invoices(session, tenant_id=None):
    query = select(Invoice)
    if tenant_id:
        query = query.where(Invoice.tenant_id == tenant_id)
    return session.scalars(query)
