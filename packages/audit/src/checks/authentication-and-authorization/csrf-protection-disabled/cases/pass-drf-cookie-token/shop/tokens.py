from rest_framework.authentication import CSRFCheck
from rest_framework.exceptions import PermissionDenied
from rest_framework_simplejwt.authentication import JWTAuthentication


def ask_for_token(request):
    reason = CSRFCheck(lambda _: None).process_view(request, None, (), {})
    if reason:
        raise PermissionDenied(reason)


class CookieToken(JWTAuthentication):
    def authenticate(self, request):
        raw = request.COOKIES.get("access")
        if raw is None:
            return None
        ask_for_token(request)
        token = self.get_validated_token(raw)
        return self.get_user(token), token
