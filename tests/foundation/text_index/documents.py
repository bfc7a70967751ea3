"""What is looked for here."""

from datetime import date

NOW = date(2026, 11, 24)
EVERYTHING = range(1, 7)
WOOD, ENERGY, CARE, COURSE, PAST, ARABIC = EVERYTHING
