from flask import Blueprint

bp = Blueprint("initiatives", __name__)
machines = Blueprint("initiative_data", __name__)  # without a language
