from prometheus_client import start_http_server


def configure() -> None:
    pass


def start_metrics() -> None:
    start_http_server(9100)
