from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, status
from fastapi.responses import JSONResponse

from payments_api.lib.project_context import ProjectContext, editor, viewer
from payments_api.repositories.payments import MongoPaymentRepository
from payments_api.schemas import PaymentCreate, PaymentOut
from payments_api.services.payment_service import PaymentError, PaymentService

router = APIRouter(prefix="/projects/{project_id}/payments")
repository = MongoPaymentRepository()
service = PaymentService(repository)

Viewer = Annotated[ProjectContext, Depends(viewer)]
Editor = Annotated[ProjectContext, Depends(editor)]


@router.get("")
def list_payments(context: Viewer, skip: int = 0, limit: int = 50) -> list[PaymentOut]:
    payments = repository.page(context.project_id, skip, limit)
    return [PaymentOut.model_validate(p.model_dump()) for p in payments]


@router.get("/{payment_id}")
def get_payment(payment_id: str, context: Viewer) -> PaymentOut:
    payment = repository.find(context.project_id, payment_id)
    if payment is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Payment not found")
    return PaymentOut.model_validate(payment.model_dump())


@router.post("", status_code=status.HTTP_201_CREATED)
def create_payment(body: PaymentCreate, context: Editor) -> PaymentOut:
    payment = service.create(context.project_id, body)
    return PaymentOut.model_validate(payment.model_dump())


@router.post("/{payment_id}/capture", response_model=PaymentOut)
def capture_payment(payment_id: str, context: Editor) -> PaymentOut | JSONResponse:
    payment = repository.find(context.project_id, payment_id)
    if payment is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Payment not found")
    try:
        captured = service.capture(payment)
    except PaymentError as e:
        return JSONResponse({"error": str(e)}, status_code=status.HTTP_409_CONFLICT)
    return PaymentOut.model_validate(captured.model_dump())
