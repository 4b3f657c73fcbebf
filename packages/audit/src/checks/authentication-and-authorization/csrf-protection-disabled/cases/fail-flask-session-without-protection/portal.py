from flask import Flask, request
from flask_login import LoginManager, current_user, login_required

app = Flask(__name__)
manager = LoginManager(app)


@app.route("/profile", methods=["POST"])
@login_required
def profile():
    current_user.name = request.form["name"]
    return "", 204


@app.post("/login")
def login(): ...
