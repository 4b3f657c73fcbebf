import stripe


def parse(body, signature):
    return stripe.Webhook.construct_event(body, signature, "from-settings")
