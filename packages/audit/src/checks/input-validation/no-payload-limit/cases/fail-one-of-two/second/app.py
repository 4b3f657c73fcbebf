from flask import Flask

app = Flask(__name__)
app.config.update(MAX_CONTENT_LENGTH=1_000_000)


@app.route("/items", methods=["POST"])
def create():
    return "", 201
