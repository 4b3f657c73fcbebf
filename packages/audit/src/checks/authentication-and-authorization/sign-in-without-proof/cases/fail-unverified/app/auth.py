import jwt


def caller(token):
    return jwt.decode(token, options={"verify_signature": False})["sub"]


def partner(token, key):
    return jwt.decode(token, key, algorithms=["HS256", "RS256"])


def key_for(token, keys):
    unverified = jwt.decode(token, options={"verify_signature": False})
    return jwt.decode(token, keys[unverified["iss"]], algorithms=["RS256"])
