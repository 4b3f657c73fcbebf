import hmac

from django.core.cache import cache


def verify(user, given):
    stored_code = cache.get(f"code_{user.pk}")
    if stored_code and hmac.compare_digest(given, stored_code):
        cache.delete(f"code_{user.pk}")
        return True
    return False


def confirm(user, code):
    expected_code = cache.get(f"sms_{user.pk}")
    if code == expected_code:
        cache.delete(f"sms_{user.pk}")
        return True
    return False


def once(redis, user, given):
    expected_code = redis.getdel(f"sms_{user.pk}")
    return hmac.compare_digest(given, expected_code)
