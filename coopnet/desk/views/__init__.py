from coopnet.desk.views import front, log, log_words, mail, people, words
from coopnet.desk.views.blueprint import bp
from coopnet.desk.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "front", "log", "log_words", "mail", "people", "words"]
