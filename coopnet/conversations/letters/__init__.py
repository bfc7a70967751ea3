"""Letters of a conversation: `queueing` puts them in the outbox with their cause, the worker asks `wording`."""

from coopnet.conversations.letters.queueing import again, began, held, mailed, message, new_link, refused
from coopnet.conversations.letters.wording import WORDINGS

__all__ = ["WORDINGS", "again", "began", "held", "mailed", "message", "new_link", "refused"]
