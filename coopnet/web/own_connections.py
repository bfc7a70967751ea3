"""One database connection a thread, beside those of the ORM. A process that was forked makes its own.

A thread closes its own as it ends; those of threads that still live go with the `OwnConnections`, in whichever thread
lets it go. So what `connect` makes must let itself be closed by another thread: for SQLite, `check_same_thread=False`.
"""

import os
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Closes(Protocol):
    def close(self) -> None: ...


Connection = TypeVar("Connection", bound=Closes)


class OwnConnections(Generic[Connection]):
    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._mine = threading.local()

    def get(self) -> Connection:
        kept: _Kept[Connection] | None = getattr(self._mine, "kept", None)
        if kept is None or kept.pid != os.getpid():
            kept = self._mine.kept = _Kept(self._connect())
        return kept.connection

    def drop(self) -> None:
        """The next `get` connects anew."""
        self._mine.kept = None


class _Kept(Generic[Connection]):
    """Closed when its thread ends, but never by a child: it would say goodbye in its parent's name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.pid = os.getpid()

    def __del__(self) -> None:
        if self.pid == os.getpid():
            self.connection.close()
