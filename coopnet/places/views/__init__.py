from coopnet.places.views import listing, point
from coopnet.places.views.blueprint import bp
from coopnet.places.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "listing", "point"]
