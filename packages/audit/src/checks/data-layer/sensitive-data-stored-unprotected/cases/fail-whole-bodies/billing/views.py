import stripe

from billing.models import PaymentEvent


def receive(request):
    try:
        event = stripe.Webhook.construct_event(request.body, request.headers["Stripe-Signature"], "")
    except ValueError:
        return None
    return PaymentEvent.objects.create(
        event_id=event["id"],
        kind=event["type"],
        event_data=event,
    )
