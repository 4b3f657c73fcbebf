import bcrypt


def generate_hashed_value(password):
    return bcrypt.hashpw(password.encode("utf-8"), bcrypt.gensalt())


def check_password(given, stored):
    hashed = bcrypt.hashpw(given.encode("utf-8"), stored)
    return constant_time_compare(hashed, stored)
