from flask import Blueprint

from coopnet.home.views import legal

bp = Blueprint("home", __name__)
bp.add_url_rule("/privacitat", view_func=legal.privacy)
bp.add_url_rule("/avis-legal", view_func=legal.legal_notice)
bp.add_url_rule("/accessibilitat", view_func=legal.accessibility)
