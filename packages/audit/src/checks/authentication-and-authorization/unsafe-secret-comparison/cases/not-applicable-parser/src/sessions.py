def remembered(request, session):
    return session["allowed"]["valid_for"] != session.get("token")


def checked(annotation, secret_str, value):
    return annotation == secret_str and isinstance(value, str)
