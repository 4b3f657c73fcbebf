from fastapi import FastAPI, Request
from sqlalchemy.dialects.postgresql import insert

from app.db import Session
from app.models import Inbox, Shipment

app = FastAPI()


@app.post("/webhooks/shipping")
async def shipping(request: Request):
    event = await request.json()
    with Session() as session, session.begin():
        added = session.execute(
            insert(Inbox)
            .values(event_id=event["id"])
            .on_conflict_do_nothing()
            .returning(Inbox.event_id)
        ).first()
        if added:
            session.add(Shipment(order=event["order"]))
    return {"ok": True}
