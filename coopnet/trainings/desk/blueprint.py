from flask import Blueprint

bp = Blueprint("trainings_desk", __name__)
