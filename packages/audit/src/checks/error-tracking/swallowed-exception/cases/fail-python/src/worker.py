import contextlib
import logging

logger = logging.getLogger(__name__)


def publish(event):
    try:
        broker.send(event)
    except Exception:
        pass


def load():
    try:
        return repository.load()
    except:
        return None


def sync():
    try:
        client.pull()
    except (ValueError, Exception) as error:
        logger.debug("failed")
    with contextlib.suppress(Exception):
        client.push()
