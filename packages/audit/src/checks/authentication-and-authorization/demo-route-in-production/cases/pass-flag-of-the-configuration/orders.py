from flask import Blueprint

bp = Blueprint("orders", __name__)


@bp.post("/orders")
def create(): ...
