from flask import Flask

import debug
import orders


def create_app():
    app = Flask(__name__)
    app.config.from_envvar("SHOP_CONFIG")
    app.register_blueprint(orders.bp)
    if app.config["DEBUG_ROUTES"]:
        app.register_blueprint(debug.bp, url_prefix="/debug")
    return app
