import threading

_current_tenant = None
_state = threading.local()


def set_tenant(tenant_id):
    global _current_tenant
    _current_tenant = tenant_id


def remember(tenant_id):
    _state.tenant_id = tenant_id


def current_tenant():
    return _current_tenant
