import hmac

from django.core.cache import cache


def use_code(user, given):
    stored_code = cache.get(f"otp:{user}")
    if stored_code and hmac.compare_digest(given, stored_code) and cache.delete(f"otp:{user}"):
        return True
    return False
