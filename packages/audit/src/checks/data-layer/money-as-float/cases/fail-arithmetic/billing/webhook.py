from decimal import Decimal


def apply(invoice, event):
    invoice.paid = float(invoice.paid) + event.amount_cents / 100


def label(event):
    return f"{event.amount_cents / 100:.2f}"


def exact(invoice, event):
    invoice.paid = invoice.paid + Decimal(event.amount_cents) / 100


def share(invoice):
    percentage = invoice.paid * 100 / invoice.total
    return percentage / 100
