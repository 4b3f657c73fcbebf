from unittest.mock import MagicMock

from shop.repository import InvoiceRepository


def test_filter_method_exists():
    store = MagicMock()
    other_tenant = 2
    assert InvoiceRepository(store).find(other_tenant) == []
