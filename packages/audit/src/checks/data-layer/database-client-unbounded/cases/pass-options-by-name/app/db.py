import os

from sqlalchemy import create_engine

OPTIONS = {
    "pool_size": 5,
    "max_overflow": 5,
    "connect_args": {"connect_timeout": 5},
}
if os.environ.get("SLOW"):
    OPTIONS["pool_timeout"] = 60

# The options stand in a dictionary.
engine = create_engine(os.environ["DATABASE_URL"], **OPTIONS)
local = create_engine("sqlite:///local.db")
