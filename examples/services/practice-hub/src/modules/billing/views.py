import hashlib
import hmac
import json
import logging
import os

from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework import serializers, viewsets

from modules.billing.models import Invoice, PaymentEvent

logger = logging.getLogger(__name__)


class InvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["id", "number", "total", "paid"]


class InvoiceViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Invoice.objects.all()
    serializer_class = InvoiceSerializer

    def get_queryset(self):
        return super().get_queryset().for_company(self.request.company)


@csrf_exempt
@require_POST
def payment_events(request):
    secret = os.environ.get("PAYMENT_EVENTS_SECRET", "")
    expected = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        return HttpResponse(status=401)

    event = json.loads(request.body)
    try:
        PaymentEvent.objects.create(event_id=event["id"], payload=event)
    except IntegrityError:
        return JsonResponse({"status": "known"})

    try:
        amount = event["amount_received"] / 100
        invoice = Invoice.objects.get(number=event["invoice"])
        invoice.paid = float(invoice.paid) + amount
        invoice.save()
    except Exception:
        logger.exception("payment event %s failed", event["id"])
    return JsonResponse({"status": "received"})
