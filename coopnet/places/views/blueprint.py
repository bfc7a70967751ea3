from flask import Blueprint

bp = Blueprint("places", __name__)
machines = Blueprint("place_data", __name__)
