import stripe
from fastapi import FastAPI, Request

app = FastAPI()


@app.post("/webhooks/shipping")
async def shipping(request: Request):
    payload = await request.json()
    amount = payload["amount"] / 100
    return {"amount": amount}


@app.post("/webhooks/stripe")
async def paid(request: Request):
    event = stripe.Webhook.construct_event(await request.body(), request.headers["stripe-signature"], "")
    return {"type": event.type}


@app.post("/webhooks/bank")
async def booked(request: Request):
    event = verify_signature(await request.body(), request.headers["signature"])
    book(event["type"], event["data"])


def book(kind, data):
    HANDLERS[kind](data)


def credited(booking):
    return booking["cents"] / 100


def reversed_(booking):
    return booking.amount / 100


HANDLERS = {"credited": credited, "reversed": reversed_}
