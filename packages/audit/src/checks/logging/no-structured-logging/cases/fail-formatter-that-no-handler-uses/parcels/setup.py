import logging.config


def configure() -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            "formatters": {
                "json": {"()": "pythonjsonlogger.json.JsonFormatter"},
                "plain": {"format": "%(levelname)s %(message)s"},
            },
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain"}},
            "root": {"handlers": ["out"]},
        }
    )
