from coopnet.registrations.desk import (
    calls,
    door,
    door_code,
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
    "door_code",
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
