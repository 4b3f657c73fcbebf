def test_missing_booking(client, two_organisations):
    org_id = two_organisations[0]
    assert client.get(f"/bookings/{org_id}").status_code == 404
