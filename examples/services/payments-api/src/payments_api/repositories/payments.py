"""Queries on payments and refunds. Each takes the project first."""

from typing import Protocol

from payments_api.db.models import Payment, Refund


class PaymentRepository(Protocol):
    def find(self, project_id: str, public_id: str) -> Payment | None: ...
    def page(self, project_id: str, skip: int, limit: int) -> list[Payment]: ...
    def by_reference(self, project_id: str, reference: str) -> Payment | None: ...
    def refunds(self, project_id: str) -> list[Refund]: ...
    def volume(self, project_id: str) -> list[dict[str, object]]: ...


class MongoPaymentRepository:
    def find(self, project_id: str, public_id: str) -> Payment | None:
        return Payment.find_one(
            Payment.project_id == project_id, Payment.public_id == public_id
        ).run()

    def page(self, project_id: str, skip: int, limit: int) -> list[Payment]:
        query = Payment.find(Payment.project_id == project_id)
        return query.sort("-created_at").skip(skip).limit(limit).run()

    def by_reference(self, project_id: str, reference: str) -> Payment | None:
        return Payment.find_one(
            Payment.project_id == project_id, Payment.reference == reference
        ).run()

    def refunds(self, project_id: str) -> list[Refund]:
        return Refund.find(Refund.project_id == project_id).sort("-created_at").run()

    def volume(self, project_id: str) -> list[dict[str, object]]:
        return (
            Payment.find(Payment.project_id == project_id)
            .aggregate(
                [
                    {"$match": {"status": "captured"}},
                    {
                        "$group": {
                            "_id": "$currency",
                            "payments": {"$sum": 1},
                            "amount_minor": {"$sum": "$amount_minor"},
                        }
                    },
                    {"$sort": {"_id": 1}},
                ]
            )
            .run()
        )
