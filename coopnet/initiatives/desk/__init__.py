from coopnet.initiatives.desk import changing, keeping, labels, moderating, people, pictures
from coopnet.initiatives.desk.blueprint import bp

__all__ = ["bp", "changing", "keeping", "labels", "moderating", "people", "pictures"]
