import unittest

import pytest


@pytest.mark.skip
def test_a():
    assert 1


@pytest.mark.xfail
def test_b():
    assert 1


class TestTax(unittest.TestCase):
    @unittest.expectedFailure
    def test_c(self):
        self.assertEqual(1, 1)

    def test_d(self):
        """Later."""
        pass


@pytest.mark.tenant_isolation
def test_e():
    assert 1
