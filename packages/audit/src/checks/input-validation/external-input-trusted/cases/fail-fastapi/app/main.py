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
