from fastapi import APIRouter, Depends, FastAPI

from app import receipts
from app.deps import get_db, tenant_scope

router = APIRouter()


@router.get("/receipts/{receipt_id}")
def read_receipt(receipt_id: str, db=Depends(get_db)):
    return receipts.find_receipt(db, receipt_id)


app = FastAPI()
app.include_router(router, dependencies=[Depends(tenant_scope)])
