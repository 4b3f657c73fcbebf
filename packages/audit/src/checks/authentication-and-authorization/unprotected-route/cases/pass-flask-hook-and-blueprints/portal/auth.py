from flask import Blueprint, g, redirect, request, session, url_for

bp = Blueprint("auth", __name__)

OPEN_ENDPOINTS = {"auth.login", "static"}


def require_login():
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if "user_id" not in session:
        return redirect(url_for("auth.login"))
    g.user_id = session["user_id"]


@bp.route("/login", methods=["GET", "POST"])
def login(): ...
