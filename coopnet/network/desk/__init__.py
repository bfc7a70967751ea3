from coopnet.network.desk import board, hours, matches, volunteers
from coopnet.network.desk.blueprint import bp

__all__ = ["board", "bp", "hours", "matches", "volunteers"]
