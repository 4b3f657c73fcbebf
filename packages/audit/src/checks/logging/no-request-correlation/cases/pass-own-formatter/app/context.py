from contextvars import ContextVar

_id: ContextVar[str] = ContextVar("id", default="-")


def current_request_id() -> str:
    return _id.get()


def set_request_id(value: str) -> None:
    _id.set(value)
