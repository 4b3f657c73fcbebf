"""The connection to MongoDB and what has to exist in it."""

import logging

from bunnet import init_bunnet
from pymongo import MongoClient

from payments_api.db.models import ALL_DOCUMENTS, User
from payments_api.lib.passwords import hash_password
from payments_api.settings import get_settings

logger = logging.getLogger(__name__)

_client: MongoClient | None = None  # type: ignore[type-arg]


def connect() -> None:
    global _client
    if _client is None:
        settings = get_settings()
        _client = MongoClient(
            host=settings.mongo_host,
            port=settings.mongo_port,
            username=settings.mongo_username,
            password=settings.mongo_password,
        )
        init_bunnet(database=_client[settings.mongo_database], document_models=ALL_DOCUMENTS)


def disconnect() -> None:
    global _client
    if _client is not None:
        _client.close()
        _client = None


def ensure_admin() -> None:
    """Creates the first administrator from the environment."""
    settings = get_settings()
    if not settings.admin_username or not settings.admin_password:
        logger.warning("no administrator configured")
        return
    if User.find_one(User.username == settings.admin_username).run() is None:
        User(
            username=settings.admin_username,
            hashed_password=hash_password(settings.admin_password),
            is_admin=True,
        ).insert()
        logger.info("administrator created")
