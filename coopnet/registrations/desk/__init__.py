from coopnet.registrations.desk import calls, pending, points, registering, served, team, words
from coopnet.registrations.desk.blueprint import bp

__all__ = ["bp", "calls", "pending", "points", "registering", "served", "team", "words"]
