from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient

from ledger.main import app
from ledger.models import Base

CONFIG = Config("alembic.ini")


def test_one_root_and_one_head() -> None:
    scripts = ScriptDirectory.from_config(CONFIG)
    assert scripts.get_bases() == ["0001"]
    assert len(scripts.get_heads()) == 1


def test_up_down_up_and_no_drift(client: TestClient) -> None:
    Base.metadata.drop_all(app.state.engine)
    command.upgrade(CONFIG, "head")
    command.downgrade(CONFIG, "base")
    command.upgrade(CONFIG, "head")
    assert command.check(CONFIG) is None
