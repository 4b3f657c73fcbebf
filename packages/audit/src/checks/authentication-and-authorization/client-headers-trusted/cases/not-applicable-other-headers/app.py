from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def home():
    return {"id": request.headers.get("X-Request-ID"), "type": request.headers["Content-Type"]}
