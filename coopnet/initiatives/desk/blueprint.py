from flask import Blueprint

bp = Blueprint("initiatives_desk", __name__)
