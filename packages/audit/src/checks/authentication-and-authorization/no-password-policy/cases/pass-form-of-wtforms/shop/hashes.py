import bcrypt


def generate_hashed_value(password):
    return bcrypt.hashpw(password.encode("utf-8"), bcrypt.gensalt())
