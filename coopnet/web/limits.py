"""Rate limits: by contact and training first, by address only far above a shared one.

A contact can be typed by anybody, so what one person does with it is counted beside the network that they come from:
who tries too often keeps only themselves out. What a contact gets from everywhere is counted far above that.

Counted outside the request's transaction, in a small database of their own or in Redis (`LIMITS_URL`), under keyed
hashes: who was counted cannot be read from it. A storage that fails lets the person through.
"""

import ipaddress
import sqlite3
from pathlib import Path

import structlog
from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from coopnet.foundation import clock, links
from coopnet.web.counters import Counters

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

# How often one person does something in good faith, with room for mistakes. What is not named here has the default.
RATES = {
    "register": "20 per hour",  # a contact in a training, from one network
    "contact": "40 per hour",  # a contact in all trainings together, from one network
    "contact_everywhere": "200 per hour",  # from everywhere: nobody fills a stranger's letter box
    "change": "60 per hour",  # a registration
    "initiative_message": "10 per hour",  # a sender, from one network
    "initiative_reader": "20 per hour",  # a network, to one initiative
    "initiative_letters": "100 per hour",  # to one initiative, from everybody
    "initiative_report": "10 per hour",  # a reader about one initiative
    "initiative_draft": "60 per hour",  # a reader's network begins profiles
    "initiative_draft_link": "5 per hour",  # letters to go on with one draft
    "initiative_change": "120 per hour",  # an account
    "initiative_send": "10 per hour",  # an account sends profiles to the team
    "initiative_claim": "5 per day",  # letters to a profile's own address, whoever asks
    "initiative_claim_team": "10 per day",  # an account
    "initiative_invite": "20 per hour",  # an account
    "post": "10 per hour",  # a contact, from one network
    "post_change": "30 per hour",  # what one post says
    "post_everywhere": "40 per day",  # a contact: nobody fills a stranger's letter box
    "answer": "20 per hour",  # a contact answers posts, from one network
    "answer_everywhere": "60 per day",  # from everywhere: nobody fills a stranger's letter box
    "answer_post": "60 per hour",  # answers to one post, whoever sends them
    "message": "40 per hour",  # one side of a conversation
    "volunteer": "10 per hour",  # a contact, from one network
    "hours": "20 per day",  # of one volunteer: each asks somebody to confirm them
    "statement": "30 per hour",  # documents of one volunteer, or for one of the team
    "statement_check": "120 per hour",  # codes looked up from one network
    "volunteer_everywhere": "20 per day",  # a contact: nobody fills a stranger's letter box
    "post_report": "10 per hour",  # a reader's network
    "picture": "120 per hour",  # files sent by an account
    "help": "60 per hour",  # what an account makes for people at a support point
    "help_find": "120 per hour",  # an account looks for them
    "links": "10 per hour",  # letters that a contact is sent, asked for from one network
    # Signing in, a contact from one network.
    "sign_in": "5 per 10 minutes",
    "sign_in_long": "30 per day",
    # Letters to a contact from everywhere, so far above what one network may ask for that it takes many of them to fill
    # it. Each lets its owner in for 20 minutes: whenever the count is full, the owner has one that is open still.
    "sign_in_contact": "60 per 20 minutes",
    # Letters that prove an address let nobody in, so they have counts of their own.
    "verify": "5 per 10 minutes",  # an account and a contact
    "verify_account": "20 per day",
    "verify_contact": "40 per hour",  # from everywhere
    "password": "5 per minute",
    "password_long": "15 per hour",
    "password_contact": "100 per hour",  # from everywhere; a letter's link lets its owner in meanwhile
    "code": "10 per 10 minutes",
    "second_factor": "5 per minute",  # a session; the account's own count below
    "second_factor_long": "20 per hour",
}
DEFAULT_RATE = "60 per hour"

_KEY = "coopnet.limits"

log = structlog.get_logger("coopnet.limits")


class TooMany(TooManyRequests):
    """`retry_after`: seconds until the count begins anew."""


def init_app(app: Flask) -> None:
    app.extensions[_KEY] = FixedWindowRateLimiter(_make_storage(app))
    app.before_request(_count_writes)


def check(name: str, *keys: str) -> None:
    """Counts once more; raises `TooMany` when that was too often. `keys` say who and what, in any form."""
    _hit(name, parse(RATES.get(name, DEFAULT_RATE)), *keys)


def of_reader() -> str:
    """The reader's network, as a key for `check`."""
    return _network(request.remote_addr)


def clear(app: Flask) -> None:
    """Forgets every count."""
    limiter: FixedWindowRateLimiter = app.extensions[_KEY]
    limiter.storage.reset()


def _make_storage(app: Flask) -> Storage:
    url: str = app.config["LIMITS_URL"]
    if url:
        # A Redis that does not answer must not keep the person waiting.
        found = storage_from_string(url, wrap_exceptions=True, socket_timeout=1, socket_connect_timeout=1)
        assert isinstance(found, Storage)  # noqa: S101 - not the asynchronous kind
        return found
    data: Path = app.config["DATA"]
    return Counters(data / "limits.db")


def _count_writes() -> None:
    if request.method in CHANGING:
        _hit("writes", parse(f"{current_app.config['WRITES_PER_MINUTE']} per minute"), _network(request.remote_addr))


def _network(address: str | None) -> str:
    """An IPv6 reader owns a whole /64."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)  # noqa: PLR2004 - IPv6


def _hit(name: str, rate: RateLimitItem, *keys: str) -> None:
    limiter: FixedWindowRateLimiter = current_app.extensions[_KEY]
    hidden = links.keyed_hash("limits", "|".join((name, *keys)))
    try:
        if limiter.hit(rate, hidden):
            return
        reset_at = limiter.get_window_stats(rate, hidden).reset_time
    except (sqlite3.Error, OSError, StorageError) as problem:
        log.warning("limits_unavailable", limit=name, problem=type(problem).__name__)
        return
    raise TooMany(retry_after=max(1, round(reset_at - clock.real_now().timestamp())))
