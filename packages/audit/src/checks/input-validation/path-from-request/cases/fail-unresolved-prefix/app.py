import os

from flask import Flask, abort, request, send_file

app = Flask(__name__)
BASE = "/srv/media"


@app.route("/media")
def media():
    path = os.path.join(BASE, request.args["file"])
    if not path.startswith(BASE):
        abort(404)
    return send_file(path)


@app.route("/avatar", methods=["POST"])
def avatar():
    picture = request.files["picture"]
    with open(os.path.join(BASE, picture.filename), "wb") as out:
        out.write(picture.stream.read(1_000_000))
    return "", 204
