import os

key = os.environ["SECRET_KEY"]
