from slowapi import Limiter
from slowapi.util import get_remote_address

from app.settings import get_settings

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=["100/minute"],
    storage_uri=get_settings().redis_url.get_secret_value(),
)
