"""What a training still lacks, in the order of its parts."""

from collections.abc import Iterable
from enum import StrEnum

from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.parts import TEXT, text_in
from coopnet.trainings.rules.states import Format


class Gap(StrEnum):
    SUMMARY = "summary"
    DESCRIPTION = "description"
    TOPICS = "topics"
    SESSIONS = "sessions"
    VENUE = "venue"
    LINK = "link"
    PARTNERS = "partners"
    TRANSLATION = "translation"


NEEDED = {Gap.SESSIONS}  # nothing is published without


def list_gaps(draft: Draft, languages: Iterable[str]) -> list[tuple[str, Gap]]:
    """Part and what is missing in it. `languages` are those in which everybody should be able to read it.

    >>> from datetime import UTC, datetime
    >>> from coopnet.trainings.rules.drafts import Partner, SessionDraft, Text, VenueDraft
    >>> bare = Draft((Text("ca", "Hort"),), "ca", "hybrid", "open")
    >>> [(part, gap.value) for part, gap in list_gaps(bare, ["ca", "es"])][:3]
    [('text-ca', 'summary'), ('text-ca', 'description'), ('text-es', 'translation')]
    >>> [gap.value for _part, gap in list_gaps(bare, ["ca"])][2:]
    ['topics', 'sessions', 'partners']
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> session = SessionDraft(noon, noon.replace(hour=13))
    >>> whole = Draft((Text("ca", "Hort", "Verd", "Molt verd"),), "ca", "hybrid", "open", sessions=(session,),
    ...     topics=("hort",), partners=(Partner("Horta"),))
    >>> [gap.value for _part, gap in list_gaps(whole, ["ca"])]
    ['venue', 'link']
    """
    original = text_in(draft, draft.language)
    here = f"{TEXT}{draft.language}"
    found = [(here, Gap(name)) for name in ("summary", "description") if not getattr(original, name)]
    found += [(f"{TEXT}{code}", Gap.TRANSLATION) for code in languages if not text_in(draft, code).title]
    found += [] if draft.topics else [("dades", Gap.TOPICS)]
    found += _of_sessions(draft)
    found += [] if draft.partners or draft.trainers else [("equip", Gap.PARTNERS)]
    return found


def _of_sessions(draft: Draft) -> list[tuple[str, Gap]]:
    if not draft.sessions:
        return [("sessions", Gap.SESSIONS)]
    found = []
    if draft.format != Format.ONLINE and not all(each.venue for each in draft.sessions):
        found.append(("sessions", Gap.VENUE))
    if draft.format != Format.IN_PERSON and not all(each.online_url for each in draft.sessions):
        found.append(("sessions", Gap.LINK))
    return found
