from flask import Blueprint

bp = Blueprint("demo", __name__)


@bp.post("/seed")
def seed():
    return "", 204
