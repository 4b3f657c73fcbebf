from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.get("/find")
def find():
    return redirect(url_for("item", name=request.args["name"]))
