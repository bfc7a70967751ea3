from coopnet.registrations.desk import calls, pending, points, programme, registering, served, team, training, words
from coopnet.registrations.desk.blueprint import bp

__all__ = ["bp", "calls", "pending", "points", "programme", "registering", "served", "team", "training", "words"]
