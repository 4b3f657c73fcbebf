from rest_framework_simplejwt.authentication import JWTAuthentication


class CookieToken(JWTAuthentication):
    def authenticate(self, request):
        raw = request.COOKIES.get("access")
        if raw is None:
            return None
        token = self.get_validated_token(raw)
        return self.get_user(token), token
