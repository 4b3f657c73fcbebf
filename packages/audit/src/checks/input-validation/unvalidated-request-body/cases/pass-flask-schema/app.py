from flask import Flask, request
from marshmallow import Schema, fields

app = Flask(__name__)


class ItemSchema(Schema):
    name = fields.Str(required=True)


item_schema = ItemSchema()


@app.route("/items", methods=["POST"])
def create():
    item = item_schema.load(request.get_json())
    return item, 201
