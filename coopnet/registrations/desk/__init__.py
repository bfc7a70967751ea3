from coopnet.registrations.desk import (
    calls,
    door,
    pending,
    points,
    programme,
    registering,
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
    "points",
    "programme",
    "registering",
    "served",
    "team",
    "training",
    "words",
]
