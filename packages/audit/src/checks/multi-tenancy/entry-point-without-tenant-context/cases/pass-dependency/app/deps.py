from fastapi import Depends, Header


def get_db():
    yield None


def tenant_scope(authorization: str = Header()):
    return authorization.split(":")[0]
