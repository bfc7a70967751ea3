"""Co-producers of a sheet that may be an initiative under another name: somebody who knows has to say."""

from collections.abc import Iterable

from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives import service as initiatives
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.sheet_columns import name_of
from coopnet.vocabulary.rules.sheet_problems import WARNING, Problem


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
