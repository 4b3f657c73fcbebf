import os

from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config.from_object(os.environ.get("SHOP_CONFIG", "shop.config.Development"))
    return app
