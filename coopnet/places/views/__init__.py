from coopnet.places.views import listing, open_data, point, sheet
from coopnet.places.views.blueprint import bp, machines
from coopnet.places.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "listing", "machines", "open_data", "point", "sheet"]
