import hashlib
import ssl

from Crypto.Cipher import AES, DES
from cryptography.hazmat.primitives.asymmetric import rsa


def seal(key, text):
    return AES.new(key, AES.MODE_ECB).encrypt(text)


def old_seal(key, text):
    return DES.new(key).encrypt(text)


def sign_request(params, api_secret):
    return hashlib.md5((params + api_secret).encode()).hexdigest()


def cache_key(url):
    return hashlib.md5(url.encode()).hexdigest()


def keys():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def context():
    result = ssl.create_default_context()
    result.minimum_version = ssl.TLSVersion.TLSv1
    return result
