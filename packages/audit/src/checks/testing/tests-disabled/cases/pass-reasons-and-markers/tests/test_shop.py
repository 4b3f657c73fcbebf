import sys

import pytest


def test_total():
    assert 1


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets")
def test_socket():
    assert 1


@pytest.mark.skip(reason="waits for #421")
def test_tax():
    assert 1


@pytest.mark.isolation
def test_isolation():
    assert 1


def helper():
    pass
