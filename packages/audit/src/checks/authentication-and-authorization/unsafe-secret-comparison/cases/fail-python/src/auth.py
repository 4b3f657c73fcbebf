import hashlib
import hmac


def check(request, settings, user, stored_code, code):
    if request.headers.get("X-Api-Key") == settings.api_key:
        return True
    signature = request.headers["X-Signature"]
    expected = hmac.new(b"k", request.body, hashlib.sha256).hexdigest()
    if user and signature != expected:
        return False
    return True if code == stored_code else user.password == request.form["password"]
