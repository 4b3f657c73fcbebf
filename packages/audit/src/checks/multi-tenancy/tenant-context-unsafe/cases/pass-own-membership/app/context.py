def tenant_of(request, memberships):
    wanted = request.headers.get("X-Tenant-ID")
    tenant_id = wanted or memberships[0].tenant_id
    if tenant_id not in {item.tenant_id for item in memberships}:
        raise PermissionError
    return tenant_id


def project_of(user, memberships, wanted=None):
    tenant_id = wanted or user.default_tenant_id
    if tenant_id not in {item.tenant_id for item in memberships}:
        raise PermissionError
    return tenant_id
