import hmac


def check(given, expected, payload):
    return hmac.compare_digest(given, expected)


def change(form, token_type, response):
    if form.password != form.password_confirm:
        raise ValueError
    if token_type == form.token_type:
        return response.status_code == form.expected_code
    return len(form.password) == form.password_length


def find(session, token_hash):
    return session.query(User).filter(User.token == token_hash).one()
