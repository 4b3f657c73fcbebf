import random
import string


def reset(user):
    user.reset_token = "".join(random.choices(string.ascii_letters, k=32))


def generate_otp():
    return random.randint(100000, 999999)
