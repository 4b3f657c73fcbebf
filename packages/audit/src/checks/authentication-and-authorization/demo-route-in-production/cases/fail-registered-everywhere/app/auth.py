from fastapi import Header, HTTPException


def require_admin(x_admin_key: str = Header()):
    if x_admin_key != "…":
        raise HTTPException(status_code=403)
