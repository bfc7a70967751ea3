"""Letters of a post: `queueing` puts them in the outbox with their cause, the worker asks `wording`."""

from coopnet.network.letters.queueing import again, asked, digest, expiring, links, moved
from coopnet.network.letters.wording import WORDINGS

__all__ = ["WORDINGS", "again", "asked", "digest", "expiring", "links", "moved"]
