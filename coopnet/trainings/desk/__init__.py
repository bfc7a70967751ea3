from coopnet.trainings.desk import beginning, writing
from coopnet.trainings.desk.blueprint import bp

__all__ = ["beginning", "bp", "writing"]
