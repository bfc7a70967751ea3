from coopnet.trainings.views import calendar, cards, listing, picture, preview, training
from coopnet.trainings.views.blueprint import bp

__all__ = ["bp", "calendar", "cards", "listing", "picture", "preview", "training"]
