"""Which workers of this machine are gone, however they went.

Each holds a lock on a file as long as it lives, and the kernel lets go of it. So what a killed worker had in hand
need not wait until its lease ends. Workers on other machines leave no file here: their leases end by themselves.
"""

import fcntl
import os
from pathlib import Path


class Presence:
    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / name
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def list_gone(self) -> list[str]:
        """Names that nobody answers to any more; `forget` them once what they held is free."""
        others = [path for path in self.path.parent.iterdir() if path != self.path]
        return sorted(path.name for path in others if _is_gone(path))

    def forget(self, name: str) -> None:
        self.path.with_name(name).unlink(missing_ok=True)

    def leave(self) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self.file)


def _is_gone(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(file)
