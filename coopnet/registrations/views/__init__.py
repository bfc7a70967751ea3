from coopnet.registrations.views import links, own, register
from coopnet.registrations.views.blueprint import bp

__all__ = ["bp", "links", "own", "register"]
