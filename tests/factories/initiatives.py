"""Drafts of profiles, and profiles made of them through the service."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from coopnet.foundation.db import in_transaction
from coopnet.initiatives.rules.drafts import Contact, Draft, Place, Saved, Words
from coopnet.initiatives.service import editing, publishing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACTOR = "coordinator@example.org"
EMAIL = "amagat@example.org"


def make_place(**changed: Any) -> Place:
    usual: dict[str, Any] = {
        "address": "carrer de la Constitució, 58",
        "barri": "16",
        "latitude": 41.37018,
        "longitude": 2.13688,
        "hours": "dl-dv 9:00-14:00",
        "access": ("sense_graons",),
    }
    return Place(**(usual | changed))


def make_profile_draft(name: str = "Fusteria La Clau", **changed: Any) -> Draft:
    """A bit of everything; its e-mail is not public."""
    usual: dict[str, Any] = {
        "language": "ca",
        "words": (
            Words("ca", "Mobles a mida", "**Fusta** del país", ("Mobles",), ("Serradures",), ("Un camió",)),
            Words("es", "Muebles a medida"),
        ),
        "code": None,
        "kind": "empresa",
        "legal_form": "coop_treball",
        "tax_id": "F12345678",
        "barri": "16",
        "sectors": ("produccio",),
        "languages": ("ca", "es"),
        "measures": ("pde-2017-2021:8.5",),
        "places": (make_place(),),
        "contacts": (Contact("email", EMAIL), Contact("phone", "+34931550102", is_public=True)),
        "confirmed_on": "2026-09-01",
    }
    return Draft(name, **(usual | changed))


def save_profile(draft: Draft, initiative_id: int | None = None, *, now: datetime = NOW, **more: Any) -> Saved:
    """Through the service, committed."""
    usual: dict[str, Any] = {"initiative_id": initiative_id, "actor": ACTOR, "now": now}
    return in_transaction(partial(editing.save, draft, **(usual | more)))


def save_public_profile(draft: Draft | None = None, *, now: datetime = NOW) -> Saved:
    saved = save_profile(draft or make_profile_draft(), now=now)
    in_transaction(partial(publishing.publish, saved.slug, actor=ACTOR, now=now))
    return saved
