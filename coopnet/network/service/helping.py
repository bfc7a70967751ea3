"""What a helper at a support point does with the posts of somebody who stands there: as they would, in their name."""

from datetime import datetime

from coopnet.accounts.rules.helping import Help
from coopnet.accounts.service import assisting
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.network.letters.told import tell
from coopnet.network.models import Post
from coopnet.network.queries.served import SUBJECT, find_served
from coopnet.network.rules.posts import Draft, Outcome, OutcomeKind
from coopnet.network.rules.states import Act
from coopnet.network.service import moving, posting


def write_for(draft: Draft, help_given: Help, *, now: datetime) -> Outcome:
    """`draft.made_by` is the helper's account. By the same service as everybody."""
    made = posting.write(draft, now=now)
    if made.kind == OutcomeKind.MADE:
        assisting.note_made(SUBJECT, made.public_id, help_given, action="post.help", now=now)
    return made


def move_for(public_id: str, act: Act, *, point: str, actor: str, now: datetime) -> bool:
    """False where it is so already. Raises what `moving.move` raises."""
    if find_served(point, public_id, now) is None:
        raise RuleBroken("post_not_found")
    done = moving.move(public_id, act, actor=moving.PERSON, now=now)
    if done:
        assisting.note_help(SUBJECT, public_id, point=point, actor=actor, action=f"post.{act.value}_for", now=now)
    return done


def word(dispatch: Dispatch, post: Post) -> str | None:
    """What is to be told, in the language of the person; None when nothing is any more."""
    return tell(dispatch, post)
