from coopnet.registrations.views import as_seen, changing, entry, joining, links, own, register
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.refusals import REFUSALS

__all__ = ["REFUSALS", "as_seen", "bp", "changing", "entry", "joining", "links", "own", "register"]
