import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from rest_framework.test import APIClient


@pytest.fixture
def signed_in(db):
    user = get_user_model().objects.create_user("greta", password="a long test pass")
    client = APIClient()
    client.force_authenticate(user)
    return client, user


def test_the_right_code_verifies(signed_in):
    client, user = signed_in
    cache.set(f"sms_code_{user.pk}", "123456")
    assert client.post("/api/accounts/second-factor/verify/", {"code": "123456"}).status_code == 200


def test_a_wrong_code_does_not(signed_in):
    client, user = signed_in
    cache.set(f"sms_code_{user.pk}", "123456")
    assert client.post("/api/accounts/second-factor/verify/", {"code": "654321"}).status_code == 400
