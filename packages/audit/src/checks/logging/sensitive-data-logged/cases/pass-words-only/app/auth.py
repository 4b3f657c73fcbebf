import logging

logger = logging.getLogger(__name__)


def refuse(token):
    logger.warning("token refused")
    logger.info("password of the account was changed")
