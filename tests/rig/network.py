"""Nothing leaves this machine during a test: connecting anywhere but to it is an error."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class LeftTheMachine(BaseException):
    """Not an `Exception`: nothing may swallow it."""


@contextmanager
def closed_network() -> Iterator[None]:
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: Any, address: Any) -> None:
        _check(address)
        connect(self, address)

    def guarded_connect_ex(self: Any, address: Any) -> int:
        _check(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if host is not None:
            _check((host.decode() if isinstance(host, bytes) else host,))
        return look_up(host, *rest, **options)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_look_up
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
        socket.getaddrinfo = look_up


def _check(address: Any) -> None:
    if not isinstance(address, tuple):  # a Unix socket
        return
    host = str(address[0])
    if host in {"", "localhost", socket.gethostname()}:
        return
    try:
        if ipaddress.ip_address(host.partition("%")[0]).is_loopback or host == "0.0.0.0":  # noqa: S104 - compared
            return
    except ValueError:
        pass
    raise LeftTheMachine(f"a test wanted to reach {host}")
