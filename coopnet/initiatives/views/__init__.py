from coopnet.initiatives.views import asking, embedding, labels, listing, open_data, profile, suppliers
from coopnet.initiatives.views.blueprint import bp, machines

__all__ = ["asking", "bp", "embedding", "labels", "listing", "machines", "open_data", "profile", "suppliers"]
