import hashlib

import argon2
import bcrypt
from passlib.context import CryptContext

hasher = argon2.PasswordHasher()
context = CryptContext(schemes=["bcrypt"])


def make(password: str):
    return bcrypt.hashpw(hashlib.sha256(password.encode()).digest(), bcrypt.gensalt())


def key_digest(api_key: str):
    return hashlib.sha256(api_key.encode()).hexdigest()


def is_pwned(password: str):
    return hashlib.sha1(password.encode()).hexdigest()[:5]
