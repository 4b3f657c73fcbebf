"""Request limits, counted in Redis so that all replicas share them."""

from slowapi import Limiter
from slowapi.util import get_remote_address

from ledger.settings import get_settings

SIGN_IN_LIMIT = "5/minute"

# The address is the caller's: uvicorn believes forwarding headers of the ingress only
# (FORWARDED_ALLOW_IPS). While Redis is away each replica counts by itself, at half the rate.
limiter = Limiter(
    key_func=get_remote_address,
    default_limits=["120/minute"],
    storage_uri=get_settings().redis_url.get_secret_value(),
    in_memory_fallback_enabled=True,
    in_memory_fallback=["60/minute"],
    headers_enabled=True,
)
