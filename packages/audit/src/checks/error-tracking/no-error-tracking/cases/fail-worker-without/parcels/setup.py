import sentry_sdk


def configure() -> None:
    sentry_sdk.init()
