from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/orders")
def orders():
    number = request.headers.get("X-Request-ID")
    return jsonify({"id": number})
