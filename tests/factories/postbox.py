"""A mail server for the tests of the worker."""

from email.message import EmailMessage

from coopnet.foundation.letters import Unreachable


class Postbox:
    """Instead of a mail server; raises what it is told, once for each letter or always."""

    transfer_encoding: str | None = None

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.tried = 0
        self.trouble: list[Exception | None] = []
        self.is_dead = False

    def send(self, message: EmailMessage, *, name: str) -> None:
        assert name
        self.tried += 1
        if self.is_dead:
            raise Unreachable("nobody there")
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is not None:
            raise trouble
        self.taken.append(message)

    def close(self) -> None:
        pass
