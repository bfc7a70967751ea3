from coopnet.trainings.desk import beginning, copying, writing
from coopnet.trainings.desk.blueprint import bp

__all__ = ["beginning", "bp", "copying", "writing"]
