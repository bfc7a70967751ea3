from coopnet.initiatives.desk import changing, keeping, moderating, people
from coopnet.initiatives.desk.blueprint import bp

__all__ = ["bp", "changing", "keeping", "moderating", "people"]
