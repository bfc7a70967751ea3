"""How long a session stands, and what its owner reads of the device."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

TOKEN_BYTES = 32
SHORT_IDLE = timedelta(hours=12)  # of a browser that was not told to stay: a shared computer
# Of who helps at a support point, on a browser that was not told to stay: somebody else sits down at it next.
HELPER_IDLE = timedelta(minutes=20)
KEPT_IDLE = timedelta(days=60)
LONGEST = timedelta(days=180)
# After it staff are asked for their second factor once more.
SECOND_FACTOR_HOLDS = timedelta(hours=12)

# The first that fits; a browser says that it is several.
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)


def new_token() -> str:
    """256 random bits; only its hash is stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Enough for what is random: nobody guesses 256 bits from their hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def stands_until(*, created_at: datetime, last_seen_at: datetime, is_kept: bool, is_helpers: bool = False) -> datetime:
    """When it ends by itself, if nobody uses it.

    >>> noon = datetime(2026, 11, 24, 12)
    >>> seen = {"created_at": noon, "last_seen_at": noon - timedelta(minutes=30)}
    >>> stands_until(**seen, is_kept=False).hour, stands_until(**seen, is_kept=False, is_helpers=True).minute
    (23, 20)
    >>> stands_until(**seen, is_kept=True, is_helpers=True).month
    1
    """
    if is_helpers and not is_kept:
        # `last_seen_at` of a session that has just begun is that of its hour.
        return max(last_seen_at, created_at) + HELPER_IDLE
    return min(last_seen_at + (KEPT_IDLE if is_kept else SHORT_IDLE), created_at + LONGEST)


def device_in_words(user_agent: str) -> str:
    """Browser and system, never more of what a browser tells; empty when nothing is known.

    >>> device_in_words("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    >>> device_in_words("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36")
    'Chrome, Android'
    >>> device_in_words("curl/8"), device_in_words("")
    ('', '')
    """
    told = re.sub(r"[^\x20-\x7e]", "", user_agent)[:400]
    named = (_first(told, BROWSERS), _first(told, SYSTEMS))
    return ", ".join(name for name in named if name)


def _first(told: str, marks: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in marks if mark in told), "")
