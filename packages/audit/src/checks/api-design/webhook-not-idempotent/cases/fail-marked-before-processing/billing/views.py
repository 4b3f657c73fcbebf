from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from billing.models import Invoice, WebhookEvent
from billing.stripe import parse


@require_POST
@transaction.atomic
def stripe_webhook(request):
    event = parse(request.body, request.headers["Stripe-Signature"])
    _, created = WebhookEvent.objects.get_or_create(event_id=event["id"])
    if not created:
        return HttpResponse(status=200)
    try:
        apply(event)
    except Exception:
        return HttpResponse(status=500)
    return HttpResponse(status=200)


def apply(event):
    invoice = Invoice.objects.get(number=event["invoice"])
    invoice.paid = True
    invoice.save()
