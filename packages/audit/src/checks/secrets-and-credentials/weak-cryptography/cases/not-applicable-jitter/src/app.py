import random as _random

random = _random.SystemRandom()
token = random.choice("abc")
delay = _random.random()
