from flask import Flask
from flask_login import LoginManager, login_user

app = Flask(__name__)
app.config["SESSION_COOKIE_HTTPONLY"] = True
LoginManager(app)


@app.post("/login")
def login():
    login_user(find())
    return "", 204
