"""Being told to stop, without losing what is in hand."""

import select
import signal
import socket
from contextlib import suppress


class Stop:
    """Asked for by SIGTERM or SIGINT once `listen` was called, or by `ask`."""

    def __init__(self) -> None:
        self.is_asked = False
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)

    def listen(self) -> None:
        """Only from the main thread."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: self.ask())

    def ask(self) -> None:
        self.is_asked = True
        self.wake()

    def wake(self) -> None:
        """Ends the wait that is going on, or the next one."""
        with suppress(OSError):  # full: whoever waits is awake already
            self._mouth.send(b".")

    def wait(self, seconds: float) -> None:
        """Ends early when a stop is asked for."""
        if select.select([self._ear], [], [], seconds)[0]:
            self._ear.recv(4096)

    def close(self) -> None:
        self._ear.close()
        self._mouth.close()
