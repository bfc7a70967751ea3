"""Who looks: plain values that a page may ask about, without knowing the room that keeps accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Grant:
    """One permission; `subject_kind` and `subject_id` (public) say for what, None for everything of its kind."""

    permission: str
    subject_kind: str | None = None
    subject_id: str | None = None


@dataclass(frozen=True)
class Viewer:
    """A person with a session that stands. Half a viewer (`is_whole` false) still owes a second factor."""

    key: int  # of the account's row
    account_id: str  # public
    session_id: str  # public
    name: str
    contact: str  # the e-mail, or else the phone, that stands for the person in the audit log
    language: str
    roles: tuple[str, ...]
    grants: frozenset[Grant]
    has_second_factor: bool
    is_whole: bool
    is_staff: bool
    last_seen_at: datetime
    noted_every: timedelta = timedelta(hours=1)  # how exactly it is kept when the session was last used

    def can(self, permission: str, *, subject_kind: str | None = None, subject_id: str | None = None) -> bool:
        """Whether they may do it to this subject; without one, whether they may do it to anything at all."""
        if not self.is_whole:
            return False
        held = [grant for grant in self.grants if grant.permission == permission]
        if subject_id is None:
            return bool(held)
        return any(g.subject_id is None or (g.subject_kind, g.subject_id) == (subject_kind, subject_id) for g in held)
