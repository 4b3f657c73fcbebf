"""Redis cache for expensive reports. Works without Redis too."""

import json
from typing import Any

import redis

from app.core.config import settings

_redis_client: redis.Redis | None = None

if settings.REDIS_URL:
    try:
        _redis_client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2)
        _redis_client.ping()
    except redis.RedisError as e:
        print(f"Redis connection failed, caching is off: {e}")
        _redis_client = None


def get_cached(key: str) -> Any | None:
    if _redis_client is None:
        return None
    try:
        value = _redis_client.get(key)
    except redis.RedisError as e:
        print("cache read failed", key, e)
        return None
    return json.loads(value) if value else None


def set_cached(key: str, value: Any, ttl_seconds: int = 300) -> None:
    if _redis_client is None:
        return
    try:
        _redis_client.set(key, json.dumps(value, default=str), ex=ttl_seconds)
    except redis.RedisError as e:
        print("cache write failed", key, e)
