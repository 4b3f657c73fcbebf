from flask import Flask
from flask_jwt_extended import JWTManager, jwt_required

app = Flask(__name__)
JWTManager(app)


@app.post("/orders")
@jwt_required()
def create_order(): ...
