from fastapi import Depends, FastAPI
from sqlalchemy import select

from app.deps import get_db, tenant_scope
from app.models import Invoice, Receipt
from app import receipts

from app.middleware import TenantMiddleware

app = FastAPI()
app.add_middleware(TenantMiddleware)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/invoices")
def list_invoices(db=Depends(get_db), scope=Depends(tenant_scope)):
    return db.scalars(select(Invoice).where(Invoice.tenant_id == scope)).all()


@app.get("/invoices/{invoice_id}")
def read_invoice(invoice_id: str, db=Depends(get_db)):
    return db.get(Invoice, invoice_id)


@app.get("/receipts/{receipt_id}")
def read_receipt(receipt_id: str, db=Depends(get_db)):
    return receipts.find_receipt(db, receipt_id)


@app.get("/admin/receipts")
def all_receipts(db=Depends(get_db)):
    return db.scalars(select(Receipt)).all()
