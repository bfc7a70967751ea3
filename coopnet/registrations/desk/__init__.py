from coopnet.registrations.desk import (
    calls,
    door,
    pending,
    people,
    points,
    programme,
    registering,
    registration,
    served,
    team,
    training,
    words,
)
from coopnet.registrations.desk.blueprint import bp

__all__ = [
    "bp",
    "calls",
    "door",
    "pending",
    "people",
    "points",
    "programme",
    "registering",
    "registration",
    "served",
    "team",
    "training",
    "words",
]
