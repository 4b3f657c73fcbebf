import logging


def configure() -> None:
    logging.basicConfig(level=logging.INFO)
