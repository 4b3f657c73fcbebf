from flask import Flask, jsonify
from flask_login import LoginManager, login_required

app = Flask(__name__)
manager = LoginManager(app)


@app.route("/invoices")
@login_required
def invoices():
    return jsonify([])


@login_required
@app.route("/invoices", methods=["POST"])
def create_invoice():
    return jsonify({}), 201


@app.route("/")
def start():
    return "<h1>Invoices</h1>"
