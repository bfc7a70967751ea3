from coopnet.network.desk import board, help_figures, help_given, hours, keeping_out, matches, statement, volunteers
from coopnet.network.desk.blueprint import bp

__all__ = ["board", "bp", "help_figures", "help_given", "hours", "keeping_out", "matches", "statement", "volunteers"]
