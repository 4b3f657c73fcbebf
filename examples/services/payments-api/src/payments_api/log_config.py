"""Logging from config/logging.yaml, with ${NAME} taken from the settings."""

import logging.config
import string
from pathlib import Path

import yaml

from payments_api.settings import get_settings

CONFIG = Path("config/logging.yaml")


def setup_logging(path: Path = CONFIG) -> None:
    settings = get_settings()
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    text = string.Template(path.read_text()).safe_substitute(
        LOG_DIR=str(settings.log_dir), LOG_LEVEL=settings.log_level
    )
    logging.config.dictConfig(yaml.safe_load(text))
