from authlib.integrations.flask_client import OAuth
from flask import Flask

app = Flask(__name__)
oauth = OAuth(app)


@app.get("/login")
def login():
    return oauth.company.authorize_redirect("https://example.com/callback")


@app.post("/training/sessions")
def create_session():
    return "", 201
