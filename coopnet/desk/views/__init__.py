from coopnet.desk.views import front, log, log_words, mail, people, words
from coopnet.desk.views.blueprint import bp

__all__ = ["bp", "front", "log", "log_words", "mail", "people", "words"]
