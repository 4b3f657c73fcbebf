import logging

from app.settings import settings

logger = logging.getLogger(__name__)


def sign_in(request, user, password, token):
    logger.info("sign-in of %s with %s", user.id, password)
    logger.debug(f"issued {token} for {user.id}")
    logger.info("token expired", extra={"access_token": user.access_token})
    logger.warning("refused: %s", request.headers["Authorization"])
    logger.debug("settings: %s", settings)
    logger.info("connecting to %s", settings.database_url)
    logger.info("token refreshed for %s", user.id)
    logger.info("token %s… of length %d", token[:4], len(token))
    logger.info("hash %s", user.token_hash)
    logger.info("has token: %s", token is not None)
    logger.info("mail sent to %s", user.email)
