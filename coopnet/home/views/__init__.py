from flask import Blueprint

from coopnet.home.views import front, guides, legal, sitemap, writing
from coopnet.home.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "machines"]

bp = Blueprint("home", __name__)
bp.add_url_rule("/", view_func=front.index)
bp.add_app_template_filter(front.link_topics)
bp.add_url_rule("/privacitat", view_func=legal.privacy)
bp.add_url_rule("/avis-legal", view_func=legal.legal_notice)
bp.add_url_rule("/guies/<name>", view_func=guides.guide)
bp.add_url_rule("/gestio/guies", view_func=writing.guides)
bp.add_url_rule("/gestio/guies/<name>/<code>", view_func=writing.write_guide, methods=["GET", "POST"])
bp.add_url_rule("/accessibilitat", view_func=legal.accessibility)

# For machines: without a language.
machines = Blueprint("machines", __name__)
machines.add_url_rule("/sitemap.xml", view_func=sitemap.sitemap)
machines.add_url_rule("/robots.txt", view_func=sitemap.robots)
