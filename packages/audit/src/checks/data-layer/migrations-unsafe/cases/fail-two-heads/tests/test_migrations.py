from alembic import command


def test_up(config):
    command.upgrade(config, "heads")
