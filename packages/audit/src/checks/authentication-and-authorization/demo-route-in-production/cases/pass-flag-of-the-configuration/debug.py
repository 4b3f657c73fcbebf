from flask import Blueprint

bp = Blueprint("debug", __name__)


@bp.post("/reset-database")
def reset(): ...
