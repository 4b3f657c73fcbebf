from flask import Flask, jsonify, request

import store
from feeds.download import download
from feeds.parse import parse

app = Flask(__name__)


@app.route("/prices")
def prices():
    return jsonify(store.search(request.args.get("q", "")))


@app.route("/import/<name>")
def run_import(name):
    try:
        rows = parse(download(name))
        store.save(rows)
        return jsonify({"rows": len(rows)})
    except Exception as e:
        print("import failed", e)
        return jsonify({"error": str(e)})


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000, debug=True)
