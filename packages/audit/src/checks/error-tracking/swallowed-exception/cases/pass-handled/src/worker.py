import logging

logger = logging.getLogger(__name__)

try:
    import orjson as json
except Exception:
    json = None


def publish(event):
    try:
        broker.send(event)
    except Exception:
        logger.exception("not published")
        raise


def lookup(key):
    try:
        return table[key]
    except KeyError:
        return None


def is_alive():
    try:
        return client.ping()
    except Exception:
        return False


def collect(items):
    errors = []
    for item in items:
        try:
            item.run()
        except Exception as error:
            errors.append(error)
    return errors


def shutdown():
    try:
        client.close()
    except Exception:
        pass


def retry():
    for attempt in range(3):
        try:
            return client.get()
        except Exception:
            continue
    raise RuntimeError("gave up")
