"""Co-producers and venues of a sheet that may be known under another name: somebody who knows has to say."""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz, process
from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives import service as initiatives
from coopnet.places.models import Venue
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.sheet_columns import name_of
from coopnet.vocabulary.rules.sheet_problems import WARNING, Problem

NEAR_ENOUGH = 86  # of 100; below it the question is noise
MOST = 3
NUMBERS = re.compile(r"\d+")


def ask_about_names(drafts: Iterable[tuple[int, Draft]]) -> list[Problem]:
    """Each once, where it first stands. Before anything is written: afterwards each is a name that is known."""
    rows: dict[str, tuple[int, str]] = {}
    for row, draft in drafts:
        for partner in draft.partners:
            rows.setdefault(match_key(partner.name), (row, partner.name))
    alike = initiatives.find_alike(name for _row, name in rows.values())
    return [
        Problem(
            row,
            name_of("partners"),
            WARNING,
            "partner_like_another",
            {"value": name, "near": ", ".join(f"«{each}»" for each in alike[key])},
        )
        for key, (row, name) in rows.items()
        if key in alike
    ]


def list_new_names(drafts: Iterable[Draft]) -> list[str]:
    """Co-producers that nobody has in the directory, each once, as they are written first."""
    names = {match_key(partner.name): partner.name for draft in drafts for partner in reversed(draft.partners)}
    known = initiatives.find_names(names.values())
    return [name for key, name in names.items() if key not in known]


def ask_about_venues(drafts: Iterable[tuple[int, Draft]]) -> list[Problem]:
    """A venue that is new, and spelt nearly as one that is there, or as one that the sheet names more often."""
    rows: dict[str, tuple[int, str]] = {}
    times: Counter[str] = Counter()
    for row, draft in drafts:
        for session in draft.sessions:
            if session.venue:
                rows.setdefault(match_key(session.venue.name), (row, session.venue.name))
                times[match_key(session.venue.name)] += 1
    asked = select(Venue.name_key, Venue.name).order_by(Venue.id)
    there = {row.name_key: row.name for row in db.session.execute(asked)}
    known = {key: name for key, (_row, name) in rows.items()} | there
    found = []
    for key, (row, name) in rows.items():
        if key in there:
            continue
        near = process.extract(key, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=2 * MOST)
        likely = [
            f"«{known[other]}»"
            for other, _score, _place in near
            if (other in there or times[other] > times[key]) and NUMBERS.findall(other) == NUMBERS.findall(key)
        ]
        if likely:
            values = {"value": name, "near": ", ".join(likely[:MOST])}
            found.append(Problem(row, name_of("venue"), WARNING, "venue_like_another", values))
    return found
