from datetime import date

from modules.training.recurrence import occurrences


def test_every_other_week():
    dates = occurrences(date(2026, 1, 5), 14, until=date(2026, 2, 2))
    assert dates == [date(2026, 1, 5), date(2026, 1, 19), date(2026, 2, 2)]


def test_a_single_day():
    assert occurrences(date(2026, 1, 5), 7, until=date(2026, 1, 5)) == [date(2026, 1, 5)]
