"""Where a development instance is served: kept, so that a command that is told no port prints links that lead there.

And what the web server asks the application for.
"""

from pathlib import Path

USUAL_PORT = 5000
PORT_FILE = "port"
HIGHEST = {"PORT": 65535, "SERVER_WORKERS": 64, "SERVER_THREADS": 64}  # each at least 1

Answer = tuple[list[tuple[str, str]], bytes]  # headers and body
# The extension that makes one, of a status and what went wrong, for what never reaches the application.
UNREAD = "coopnet.unread"


def note_port(folder: Path, port: int) -> None:
    (folder / PORT_FILE).write_text(f"{port}\n")


def kept_port(folder: Path) -> int:
    """The last one, also when nothing runs any more."""
    try:
        kept = (folder / PORT_FILE).read_text().strip()
    except (OSError, UnicodeDecodeError):
        return USUAL_PORT
    return int(kept) if kept.isascii() and kept.isdigit() else USUAL_PORT
