def test_invoice_of_the_other_tenant(client, tenant_a, tenant_b):
    invoice = client.post("/invoices", headers=tenant_a).json()["id"]
    answer = client.get(f"/invoices/{invoice}", headers=tenant_b)
    assert answer.status_code == 404
