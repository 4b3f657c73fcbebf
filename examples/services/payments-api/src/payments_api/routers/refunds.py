from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, status

from payments_api.lib.project_context import ProjectContext, editor, viewer
from payments_api.repositories.payments import MongoPaymentRepository
from payments_api.schemas import RefundCreate, RefundOut
from payments_api.services.payment_service import PaymentError, PaymentService

router = APIRouter(prefix="/projects/{project_id}/refunds")
repository = MongoPaymentRepository()
service = PaymentService(repository)


@router.get("")
def list_refunds(context: Annotated[ProjectContext, Depends(viewer)]) -> list[RefundOut]:
    refunds = repository.refunds(context.project_id)
    return [RefundOut.model_validate(r.model_dump()) for r in refunds]


@router.post("", status_code=status.HTTP_201_CREATED)
def create_refund(
    body: RefundCreate, context: Annotated[ProjectContext, Depends(editor)]
) -> RefundOut:
    payment = repository.find(context.project_id, body.payment_id)
    if payment is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Payment not found")
    try:
        refund = service.refund(context.project_id, payment, body)
    except PaymentError as e:
        raise HTTPException(status.HTTP_409_CONFLICT, detail=str(e)) from e
    return RefundOut.model_validate(refund.model_dump())
