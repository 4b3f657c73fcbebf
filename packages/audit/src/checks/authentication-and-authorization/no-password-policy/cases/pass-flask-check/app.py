from flask import Flask, request
from werkzeug.security import generate_password_hash

app = Flask(__name__)


@app.post("/register")
def register():
    password = request.form["password"]
    if len(password) < 12:
        return "too short", 400
    store(request.form["email"], generate_password_hash(password))
    return "", 201
