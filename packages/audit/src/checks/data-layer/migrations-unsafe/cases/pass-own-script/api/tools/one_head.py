import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

if len(ScriptDirectory.from_config(Config("alembic.ini")).get_heads()) != 1:
    sys.exit("the history has several heads")
