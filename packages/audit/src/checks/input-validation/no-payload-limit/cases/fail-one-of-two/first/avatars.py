from flask import request

from app import app


@app.route("/avatars", methods=["POST"])
def avatar():
    content = request.files["picture"].read()
    with open("/data/avatar", "wb") as target:
        target.write(content)
    return "", 201
