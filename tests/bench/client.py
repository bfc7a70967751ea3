"""Load for a server on this machine: bounded in number, over connections that stay open."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONNECTIONS = 4
ASKED = "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\nAccept-Language: ca\r\n\r\n"


@dataclass(frozen=True)
class Load:
    """`p50` and `p99` in milliseconds, as the client saw them."""

    per_second: float
    p50: float
    p99: float
    count: int


def ask(port: int, path_of: Callable[[int], str], count: int, *, connections: int = CONNECTIONS) -> Load:
    """`count` requests; `path_of` tells each one's address by its number. Raises when one is not answered with 200."""
    took: list[float] = []
    lock = threading.Lock()
    problems: list[str] = []

    def work(numbers: Sequence[int]) -> None:
        mine = []
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                for number in numbers:
                    began = time.perf_counter()
                    connection.sendall(ASKED.format(path=path_of(number)).encode())
                    status = read_answer(connection)
                    mine.append((time.perf_counter() - began) * 1000)
                    if status != 200:
                        problems.append(f"{path_of(number)}: {status}")
        except (OSError, ValueError) as problem:
            problems.append(repr(problem))
        with lock:
            took.extend(mine)

    threads = [threading.Thread(target=work, args=(range(n, count, connections),)) for n in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    if problems:
        raise RuntimeError("; ".join(problems[:3]))
    took.sort()
    return Load(count / wall, took[len(took) // 2], took[int(len(took) * 0.99)], count)


def read_answer(connection: socket.socket) -> int:
    """The status, once the whole body has come."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            raise ValueError("the connection was closed")
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65536)
    return int(lines[0].split()[1])
