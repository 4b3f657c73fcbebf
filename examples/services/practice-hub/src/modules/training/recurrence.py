"""Dates of a repeated training."""

from datetime import timedelta


def occurrences(start, every_days, until=None):
    dates = []
    current = start
    while until is None or current <= until:
        dates.append(current)
        current += timedelta(days=every_days)
    return dates
