"""Letters of the network. Of a post: `queueing` puts them in the outbox with their cause, the worker asks `wording`.

Those of volunteers, and of who is proposed to whom, have a module each that does both.
"""

from coopnet.network.letters import hours, proposals, volunteers
from coopnet.network.letters.queueing import again, asked, digest, expiring, links, moved, open_again
from coopnet.network.letters.wording import WORDINGS as POST_WORDINGS

WORDINGS = POST_WORDINGS | volunteers.WORDINGS | proposals.WORDINGS | hours.WORDINGS

__all__ = ["WORDINGS", "again", "asked", "digest", "expiring", "links", "moved", "open_again"]
