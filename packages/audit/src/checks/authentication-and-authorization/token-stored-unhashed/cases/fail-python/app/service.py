import secrets
import uuid
from datetime import timedelta

from app.models import ApiKey, OAuthAccount, User
from app.tokens import new_key


def forgot(db, user: User, now):
    token = secrets.token_hex(16)
    user.reset_token = token
    user.reset_until = now + timedelta(minutes=30)
    user.idempotency_key = str(uuid.uuid4())
    db.commit()


def issue(db):
    key = new_key()
    db.add(ApiKey(token=key))
    return key


def find(db, given: str):
    return db.query(ApiKey).filter(ApiKey.token == given).first()


def session(cursor, user_id):
    token = secrets.token_urlsafe(32)
    cursor.execute(
        "INSERT INTO sessions (session_token, user_id) VALUES (%s, %s)",
        (token, user_id),
    )
