def test_orders(api):
    assert api.ask("/orders") == []
