"""What has another address now is found at each address that it had: its page, and everything under it."""

from typing import NoReturn

from flask import abort, redirect, request, url_for

READING = {"GET", "HEAD"}


def lead_to(slug: str) -> NoReturn:
    """This very page of what is called `slug` now, for good. What was sent is sent there (308)."""
    address = url_for(str(request.endpoint), **{**(request.view_args or {}), "slug": slug})
    asked = request.query_string.decode("ascii", "ignore")
    abort(redirect(f"{address}?{asked}" if asked else address, 301 if request.method in READING else 308))
