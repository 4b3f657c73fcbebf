def tenant_of(request, memberships):
    wanted = request.headers.get("X-Tenant-ID")
    tenant_id = wanted or memberships[0].tenant_id
    if tenant_id not in {item.tenant_id for item in memberships}:
        raise PermissionError
    return tenant_id
