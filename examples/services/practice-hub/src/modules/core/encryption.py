"""Encryption of certificate numbers and bank details."""

import base64
import hashlib
import os

from cryptography.fernet import Fernet


class LocalKeyBackend:
    def __init__(self, master_key):
        digest = hashlib.sha256(master_key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text):
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, text):
        return self._fernet.decrypt(text.encode()).decode()


def get_backend():
    return LocalKeyBackend(os.environ.get("LOCAL_KMS_MASTER_KEY", "practice-local-master-key"))


backend = get_backend()
