"""A development instance makes its own secret once and keeps it in the data folder."""

import os
import secrets
from pathlib import Path


def find_or_make(data: Path, *, least: int) -> str:
    """`least`: what is shorter is none."""
    path = data / "secret"
    try:
        kept = path.read_text().strip()
    except OSError:
        kept = ""
    if len(kept) >= least:
        return kept
    fresh = data / f"secret.{secrets.token_hex(4)}"
    fresh.write_text(secrets.token_urlsafe(48))
    fresh.chmod(0o600)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        fresh.replace(path)
    fresh.unlink(missing_ok=True)
    return path.read_text().strip()
