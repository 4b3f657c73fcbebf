import os
from enum import Enum

from flask import Flask, abort, request, send_from_directory
from werkzeug.utils import secure_filename

from app.models import Attachment

app = Flask(__name__)
TEMPLATES = {"a4", "letter"}


@app.route("/template")
def template():
    name = request.args.get("name")
    if name not in TEMPLATES:
        abort(404)
    with open(os.path.join("/srv/templates", name)) as f:
        return f.read()


@app.route("/files/<path:name>")
def files(name):
    return send_from_directory("/srv/files", name)


@app.route("/upload", methods=["POST"])
def upload():
    picture = request.files["picture"]
    picture.save(os.path.join("/srv/files", secure_filename(picture.filename)))
    return "", 204


@app.route("/attachment/<int:key>")
def attachment(key):
    row = Attachment.query.get(key)
    with open(os.path.join("/srv/attachments", row.stored_as)) as f:
        return f.read()
