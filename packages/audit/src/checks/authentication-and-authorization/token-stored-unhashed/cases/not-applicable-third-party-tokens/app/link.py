from app.models import OAuthAccount


def link(db, answer):
    db.add(OAuthAccount(access_token=answer["access_token"]))
