"""What a support point has to tell people, in words: of their registrations, and of their posts on the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from coopnet.accounts.models import Assisted
from coopnet.accounts.queries.assisted import list_assisted
from coopnet.foundation.outbox import Dispatch
from coopnet.network.queries import served as posts
from coopnet.network.service import helping as board
from coopnet.registrations import queries
from coopnet.registrations.letters.told import tell
from coopnet.registrations.queries import served


@dataclass(frozen=True)
class Call:
    """One message and whom it is for. `words` None: nothing is to be told any more. `assisted` is how to reach them."""

    message: Dispatch
    name: str
    words: str | None
    assisted: Assisted | None


def word_all(messages: Sequence[Dispatch]) -> list[Call]:
    """In the order of `messages`; as many questions for many as for one."""
    ids = {one.subject_id for one in messages}
    registrations = served.list_by_ids({one.subject_id for one in messages if one.subject_kind == served.SUBJECT})
    written = posts.list_by_ids({one.subject_id for one in messages if one.subject_kind == posts.SUBJECT})
    facts = queries.read_many_facts({one.training_id for one in registrations.values()})
    known = list_assisted(ids)
    calls = []
    for message in messages:
        registration, post = registrations.get(message.subject_id), written.get(message.subject_id)
        name, words = "", None
        if registration is not None:
            name = registration.guardian_name or registration.name
            words = tell(message, registration, facts[registration.training_id])
        elif post is not None:
            name, words = post.name, board.word(message, post)
        calls.append(Call(message, name, words, known.get(message.subject_id)))
    return calls
