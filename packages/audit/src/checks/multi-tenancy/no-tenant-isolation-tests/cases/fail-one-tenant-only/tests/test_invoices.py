def test_unknown_invoice(client, tenant):
    assert client.get("/invoices/9", headers=tenant).status_code == 404
