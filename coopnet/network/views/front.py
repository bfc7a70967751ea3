from flask import render_template

from coopnet.foundation import clock
from coopnet.foundation.generations import BOARD, DIRECTORY
from coopnet.network.queries import list_posts
from coopnet.network.rules.choosing import Facet, Filters
from coopnet.network.rules.posts import Kind
from coopnet.network.views.blueprint import bp
from coopnet.network.views.viewing import EVERYBODY
from coopnet.web import page_cache

SHOWN = 3


@bp.get("/xarxa/")
def index() -> str:
    """Offers only: a search engine may keep this page, and what somebody lacks is not for it."""
    offers = list_posts(
        Filters(chosen={Facet.KIND: (Kind.OFFER.value,)}), audiences=EVERYBODY, now=clock.now(), size=SHOWN
    )
    page_cache.keep(BOARD, DIRECTORY)
    return render_template("network/index.html", cards=offers.cards)
