from coopnet.desk.views import front, mail, words
from coopnet.desk.views.blueprint import bp

__all__ = ["bp", "front", "mail", "words"]
