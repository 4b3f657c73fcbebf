from steps import step_1


def test_step() -> None:
    assert step_1(1) == 2
