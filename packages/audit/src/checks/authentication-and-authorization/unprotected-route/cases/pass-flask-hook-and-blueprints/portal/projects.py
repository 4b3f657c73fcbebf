from flask import Blueprint, jsonify

bp = Blueprint("projects", __name__)


@bp.get("/")
def every():
    return jsonify([])


@bp.delete("/<int:project_id>")
def delete(project_id): ...
