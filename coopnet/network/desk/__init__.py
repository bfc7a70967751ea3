from coopnet.network.desk import board, matches, volunteers
from coopnet.network.desk.blueprint import bp

__all__ = ["board", "bp", "matches", "volunteers"]
