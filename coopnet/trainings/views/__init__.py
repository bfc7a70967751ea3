from coopnet.trainings.views import calendar, listing, picture, training
from coopnet.trainings.views.blueprint import bp

__all__ = ["bp", "calendar", "listing", "picture", "training"]
