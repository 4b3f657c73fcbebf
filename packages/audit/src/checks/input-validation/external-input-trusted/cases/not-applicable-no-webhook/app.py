from flask import Flask

app = Flask(__name__)


@app.route("/orders", methods=["POST"])
def create():
    return "", 201
