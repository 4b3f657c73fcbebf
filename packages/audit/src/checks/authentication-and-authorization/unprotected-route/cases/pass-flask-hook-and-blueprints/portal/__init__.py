from flask import Flask

from portal import auth, projects


def create_app():
    app = Flask(__name__)
    app.before_request(auth.require_login)
    app.register_blueprint(auth.bp, url_prefix="/auth")
    app.register_blueprint(projects.bp, url_prefix="/projects")
    return app
