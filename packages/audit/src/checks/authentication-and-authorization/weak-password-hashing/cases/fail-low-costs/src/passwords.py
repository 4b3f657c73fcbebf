import hashlib
import os

import bcrypt
from passlib.context import CryptContext

from src.config import settings

ROUNDS = 6
context = CryptContext(schemes=["bcrypt"], bcrypt__rounds=settings.rounds)


def make(password: str):
    salt = bcrypt.gensalt(ROUNDS)
    other = bcrypt.gensalt(int(os.getenv("BCRYPT_COST", "10")))
    digest = hashlib.sha256(password.encode()).hexdigest()
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 10_000)
    return salt, other, digest, key
