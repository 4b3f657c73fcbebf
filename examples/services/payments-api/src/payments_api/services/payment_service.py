import logging

import httpx

from payments_api.db.models import Payment, PaymentStatus, Refund
from payments_api.repositories.payments import MongoPaymentRepository, PaymentRepository
from payments_api.schemas import PaymentCreate, RefundCreate
from payments_api.settings import get_settings

logger = logging.getLogger(__name__)


class PaymentError(Exception):
    """The acquirer or the state of the payment does not allow it."""


class PaymentService:
    def __init__(self, payments: PaymentRepository | None = None) -> None:
        self.payments = payments or MongoPaymentRepository()

    def create(self, project_id: str, wanted: PaymentCreate) -> Payment:
        known = self.payments.by_reference(project_id, wanted.reference)
        if known is not None:
            return known
        payment = Payment(project_id=project_id, **wanted.model_dump())
        payment.insert()
        logger.info("payment created", extra={"payment": payment.public_id})
        return payment

    def capture(self, payment: Payment) -> Payment:
        if payment.status not in (PaymentStatus.PENDING, PaymentStatus.AUTHORIZED):
            raise PaymentError(f"payment is {payment.status}")
        self._acquirer("capture", payment)
        payment.status = PaymentStatus.CAPTURED
        payment.save()
        return payment

    def refund(self, project_id: str, payment: Payment, wanted: RefundCreate) -> Refund:
        if payment.status is not PaymentStatus.CAPTURED:
            raise PaymentError("only captured payments can be refunded")
        if payment.refunded_minor + wanted.amount_minor > payment.amount_minor:
            raise PaymentError("more than was paid")
        self._acquirer("refund", payment, wanted.amount_minor)
        refund = Refund(project_id=project_id, **wanted.model_dump())
        refund.insert()
        payment.refunded_minor += wanted.amount_minor
        payment.save()
        return refund

    def _acquirer(self, action: str, payment: Payment, amount: int | None = None) -> None:
        settings = get_settings()
        answer = httpx.post(
            f"{settings.acquirer_base_url}/payments/{payment.public_id}/{action}",
            json={"amount": amount or payment.amount_minor, "currency": payment.currency},
            headers={"Authorization": f"Bearer {settings.acquirer_api_key}"},
            timeout=10,
        )
        if answer.is_error:
            logger.warning("acquirer refused", extra={"action": action, "code": answer.status_code})
            raise PaymentError(f"acquirer refused to {action}")
