"""One logging set-up for the API and the worker: JSON on standard output."""

import copy
import logging
import logging.config
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
audit_log = logging.getLogger("ledger.audit")

REDACTED = "[redacted]"
SENSITIVE_KEYS = re.compile(r"password|secret|token|authorization|cookie|email", re.IGNORECASE)
BEARER = re.compile(r"(?i)bearer\s+[\w.~+/-]+=*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({})))


class RequestIdFilter(logging.Filter):
    """Adds the id of the current request to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class RedactionFilter(logging.Filter):
    """Masks credentials and e-mail addresses in messages, extra fields and exception texts."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        # A copy: the error tracker still needs the exception of the original.
        record = copy.copy(record)
        record.msg = redact(record.getMessage())
        record.args = ()
        for key in set(vars(record)) - STANDARD_FIELDS:
            value = getattr(record, key)
            if SENSITIVE_KEYS.search(key):
                setattr(record, key, REDACTED)
            elif isinstance(value, str):
                setattr(record, key, redact(value))
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return record


def redact(text: str) -> str:
    return EMAIL.sub(REDACTED, BEARER.sub(REDACTED, text))


def configure_logging(level: str) -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {
                "request_id": {"()": RequestIdFilter},
                "redaction": {"()": RedactionFilter},
            },
            "formatters": {
                "json": {
                    "()": "pythonjsonlogger.json.JsonFormatter",
                    "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
                    "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                }
            },
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "formatter": "json",
                    "filters": ["request_id", "redaction"],
                }
            },
            "root": {"level": level, "handlers": ["stdout"]},
            "loggers": {
                "uvicorn": {"handlers": [], "propagate": True},
                "uvicorn.access": {"handlers": [], "propagate": True, "level": "INFO"},
                "celery": {"handlers": [], "propagate": True, "level": "INFO"},
            },
        }
    )


def audit(event: str, **fields: str) -> None:
    """Records a security event: who did what, with which result. Never the secret itself."""
    audit_log.info("security event", extra={"event": event, **fields})
