import hashlib
import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)


def check_sender():
    expected = hmac.new(os.environ["HOOK_SECRET"].encode(), request.get_data(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        abort(401)


@app.route("/webhook", methods=["POST"])
def webhook():
    check_sender()
    return "", 204
