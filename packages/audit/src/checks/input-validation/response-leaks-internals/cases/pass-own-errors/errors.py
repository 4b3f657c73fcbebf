class OrderClosed(Exception):
    """Written for callers."""
