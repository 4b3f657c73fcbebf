def test_step() -> None:
    assert 1 + 1 == 2
