import secrets


def new_key() -> str:
    raw = secrets.token_urlsafe(32)
    return f"sk_{raw}"
