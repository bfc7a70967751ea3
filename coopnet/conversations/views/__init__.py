from coopnet.conversations.views import closing, giving, joining, own, telling
from coopnet.conversations.views.blueprint import bp
from coopnet.conversations.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "closing", "giving", "joining", "own", "telling"]
