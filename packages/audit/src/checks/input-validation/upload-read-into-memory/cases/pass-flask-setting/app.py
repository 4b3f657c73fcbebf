from flask import Flask, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 4 * 1024 * 1024


@app.route("/files", methods=["POST"])
def upload():
    return {"size": len(request.files["file"].read())}
