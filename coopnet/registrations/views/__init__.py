from coopnet.registrations.views import joining, links, own, register
from coopnet.registrations.views.blueprint import bp

__all__ = ["bp", "joining", "links", "own", "register"]
