"""Error tracking and tracing, the same for each process."""

from typing import Any

import sentry_sdk
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

from ledger.logs import REDACTED, SENSITIVE_KEYS, redact
from ledger.settings import Settings


def configure_error_tracking(settings: Settings, component: str) -> None:
    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        environment=settings.environment,
        release=settings.release,
        send_default_pii=False,
        max_request_body_size="never",
        before_send=scrub_event,
    )
    sentry_sdk.set_tag("component", component)


def configure_tracing(settings: Settings, component: str) -> TracerProvider:
    provider = TracerProvider(
        resource=Resource.create(
            {
                "service.name": f"ledger-{component}",
                "service.version": settings.release,
                "deployment.environment": settings.environment,
            }
        ),
        sampler=ParentBased(TraceIdRatioBased(settings.trace_sample_ratio)),
    )
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint}/v1/traces"))
    )
    trace.set_tracer_provider(provider)
    RedisInstrumentor().instrument()
    return provider


def scrub_event(event: Any, _hint: Any) -> Any:
    """Removes what operators may not see: headers, cookies and sensitive extra values."""
    request = event.get("request", {})
    request.pop("cookies", None)
    request.pop("headers", None)
    for key in event.get("extra", {}):
        if SENSITIVE_KEYS.search(key):
            event["extra"][key] = REDACTED
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = redact(exception.get("value") or "")
    return event
