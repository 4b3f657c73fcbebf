import sentry_sdk


def configure() -> None:
    sentry_sdk.init(traces_sample_rate=0)
