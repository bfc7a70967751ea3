"""What writing drafts would change. Only reads, so that a plan can be made while others write."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from coopnet.trainings.rules.drafts import Change, Draft, changes_between
from coopnet.trainings.service.gaps import fill_gaps
from coopnet.trainings.service.names import Names
from coopnet.trainings.service.snapshots import Standing, read_standings


@dataclass(frozen=True)
class Wanted:
    """A draft, and the training that it is of; None for a new one."""

    draft: Draft
    training_id: int | None = None


@dataclass(frozen=True)
class Planned:
    """`draft` is the training as it will be; `before` is None for a new one, which has no changes."""

    draft: Draft
    before: Standing | None
    changes: tuple[Change, ...] = ()


def plan(wanted: Iterable[Wanted], *, columns: Collection[str] | None = None) -> list[Planned]:
    """In the same order. `columns` are what a sheet speaks of: the rest of a training stays as it is; None is all.

    Whether a training is called off is not a draft's to change.
    """
    wanted = list(wanted)
    standings = read_standings(one.training_id for one in wanted if one.training_id is not None)
    drafts: list[Draft] = []
    befores = [None if one.training_id is None else standings[one.training_id] for one in wanted]
    for one, before in zip(wanted, befores, strict=True):
        draft = one.draft
        if before is not None:
            draft = draft if columns is None else fill_gaps(draft, before.draft, columns)
            # A training that exists keeps its code as it was written first.
            code = draft.code if columns is None else before.draft.code
            draft = replace(draft, code=code, is_cancelled=before.draft.is_cancelled)
        drafts.append(draft)
    names = Names(drafts)
    drafts = [names.known(draft) for draft in drafts]
    return [
        Planned(draft, before, () if before is None else changes_between(before.draft, draft))
        for draft, before in zip(drafts, befores, strict=True)
    ]
