from app.config import settings


def cookie_options():
    if settings.env == "production":
        return {"secure": True, "samesite": "strict"}
    return {}
