from unittest.mock import Mock


def test_terms():
    store = Mock()
    assert store.get() is not None
