from flask import Blueprint

bp = Blueprint("network_desk", __name__)
