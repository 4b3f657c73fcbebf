"""Data migrations. Shows what would change; writes only with --apply."""

import argparse
from collections.abc import Callable

from payments_api.db.models import Payment, Refund
from payments_api.db.session import connect, disconnect


def add_refunded_total(apply: bool) -> int:
    """1.6: `refunded_minor` on payments, computed from their refunds."""
    changed = 0
    for payment in Payment.find({"refunded_minor": {"$exists": False}}).run():
        refunds = Refund.find(Refund.payment_id == payment.public_id).run()
        payment.refunded_minor = sum(refund.amount_minor for refund in refunds)
        changed += 1
        if apply:
            payment.save()
    return changed


MIGRATIONS: dict[str, Callable[[bool], int]] = {"1.6-refunded-total": add_refunded_total}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("migration", choices=sorted(MIGRATIONS))
    parser.add_argument("--apply", action="store_true")
    arguments = parser.parse_args()

    connect()
    try:
        changed = MIGRATIONS[arguments.migration](arguments.apply)
    finally:
        disconnect()
    verb = "changed" if arguments.apply else "would change"
    print(f"{verb} {changed} documents")


if __name__ == "__main__":
    main()
