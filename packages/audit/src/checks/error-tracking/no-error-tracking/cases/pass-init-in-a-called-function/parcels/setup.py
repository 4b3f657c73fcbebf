import os

import sentry_sdk


def configure() -> None:
    sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], environment=os.environ["STAGE"])
