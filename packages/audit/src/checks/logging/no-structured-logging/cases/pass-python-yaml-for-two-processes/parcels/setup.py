import logging.config
from pathlib import Path

import yaml


def configure() -> None:
    logging.config.dictConfig(yaml.safe_load(Path("config/logging.yaml").read_text()))
