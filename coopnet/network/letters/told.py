"""Words for who is told things at a support point: to be said aloud, or printed and put in a letter box. No link."""

from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language
from coopnet.foundation.outbox import Dispatch
from coopnet.network.letters import kinds
from coopnet.network.letters.wording import SAYINGS, digest_subject
from coopnet.network.models import Post


def tell(dispatch: Dispatch, post: Post) -> str | None:
    """In the language of the person, a sentence or two a line. None when there is nothing to say any more."""
    if not post.name:
        return None
    with in_language(dispatch.language):
        lines = [_("Hello, %(name)s:", name=post.name)]
        if dispatch.kind == kinds.DIGEST:
            lines.append(f"{digest_subject(post, len(dispatch.values.get('found', ())))}.")
        else:
            saying = SAYINGS[dispatch.kind](post)
            lines += [f"{saying.subject}.", saying.lead]
        lines.append(_("It is about: %(title)s.", title=post.title))
        if dispatch.kind == kinds.REJECTED and post.reason:
            lines.append(post.reason)
        lines.append(_("To say what has become of it, come to us or call %(phone)s.", phone=district.current().phone))
        return "\n".join(lines)
