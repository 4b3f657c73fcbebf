from app.models import MailServer, User


def sign_up(body, db):
    db.add(User(email=body.email, password=body.password))


def add_server(body, db):
    db.add(MailServer(password=body.password))
