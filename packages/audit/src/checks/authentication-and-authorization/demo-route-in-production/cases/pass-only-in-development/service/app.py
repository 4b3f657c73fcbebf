import os

from flask import Flask

from service.demo import bp


def create_app():
    app = Flask(__name__)
    if os.environ.get("APP_ENV") == "development":
        app.register_blueprint(bp, url_prefix="/demo")
    return app
