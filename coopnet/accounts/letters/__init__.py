"""Letters about an account: `queueing` puts them in the outbox with their cause, the worker asks `wording`."""

from coopnet.accounts.letters.queueing import changed, proof
from coopnet.accounts.letters.wording import WORDINGS

__all__ = ["WORDINGS", "changed", "proof"]
