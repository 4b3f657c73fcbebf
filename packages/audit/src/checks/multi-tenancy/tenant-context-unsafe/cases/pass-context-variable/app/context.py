from contextlib import contextmanager
from contextvars import ContextVar

_tenant = ContextVar("tenant")


@contextmanager
def use_tenant(tenant_id):
    token = _tenant.set(tenant_id)
    try:
        yield
    finally:
        _tenant.reset(token)


def current_tenant():
    return _tenant.get()
