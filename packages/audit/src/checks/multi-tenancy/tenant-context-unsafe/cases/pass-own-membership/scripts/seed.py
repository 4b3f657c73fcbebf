DEFAULT_TENANT = "demo"


def seed(tenant=None):
    return tenant or DEFAULT_TENANT
