import secrets

from fastapi import Header, HTTPException, status


class RequireKey:
    def __init__(self, service: str) -> None:
        self.service = service

    def __call__(self, x_api_key: str = Header(default="")) -> None:
        if not secrets.compare_digest(x_api_key, self.key()):
            raise HTTPException(status.HTTP_401_UNAUTHORIZED)

    def key(self) -> str: ...
