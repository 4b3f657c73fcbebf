from app.models import Invoice, Membership


def test_only_members_see_them(client, session):
    session.add(Membership(user_id="ann", tenant_id="red"))
    session.add(Membership(user_id="bob", tenant_id="blue"))
    session.add(Invoice(id="i1", tenant_id="red"))
    assert client.get("/invoices/i1", headers={"X-User": "bob"}).status_code == 404
