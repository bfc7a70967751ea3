from coopnet.network.desk import board, volunteers
from coopnet.network.desk.blueprint import bp

__all__ = ["board", "bp", "volunteers"]
