import random
import secrets
from random import SystemRandom

token = secrets.token_urlsafe(32)
delay = random.uniform(0, 1)
sample = random.sample(rows, 10)
