import pytest
from pydantic import ValidationError

from ledger.settings import Settings

GOOD = {
    "environment": "production",
    "database_url": "postgresql+psycopg://ledger@db.internal/ledger",
    "redis_url": "redis://redis.internal/0",
    "cors_origins": "https://finance.aurora-retail.example",
    "token_secret": "a" * 40,
    "webhook_secret": "b" * 40,
    "metrics_token": "c" * 40,
    "sentry_dsn": "https://key@errors.internal/1",
    "otlp_endpoint": "http://collector.internal:4318",
}


def test_good_settings_are_accepted() -> None:
    assert Settings(**GOOD).environment == "production"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "prod"),
        ("cors_origins", ""),
        ("cors_origins", "*"),
        ("cors_origins", "http://finance.aurora-retail.example"),
        ("cors_origins", "https://localhost:3000"),
        ("token_secret", "changeme"),
        ("webhook_secret", "a" * 40),
        ("database_url", "postgresql+psycopg://ledger@localhost/ledger"),
    ],
)
def test_dangerous_settings_stop_the_start(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**{**GOOD, name: value})  # type: ignore[arg-type]
