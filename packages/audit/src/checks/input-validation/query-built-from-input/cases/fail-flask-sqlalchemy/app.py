from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


@app.get("/search")
def search():
    term = request.args.get("q", "")
    rows = db.session.execute(db.text(f"select id from item where note like '%{term}%'"))
    return jsonify([row.id for row in rows])
