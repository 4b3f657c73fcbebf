from app.models import Receipt


def find_receipt(db, receipt_id):
    return db.get(Receipt, receipt_id)
