"""Who comes by a link, and back to the page of the conversation."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from coopnet.conversations.queries.finding import Seat, find_seat
from coopnet.web import guards, limits


def sit(token: str) -> Seat:
    """404 for any link that gives no right: being refused and not existing look the same."""
    return find_seat(token, guards.find_viewer()) or abort(404)


def sit_oneself(token: str) -> Seat:
    """By the link that was sent to them: not who keeps the entity, nor a helper."""
    seat = sit(token)
    return seat if seat.is_oneself else abort(404)


def back_to(token: str) -> Response:
    """303, so that reloading the page posts nothing; to its end, where the newest is."""
    return redirect(url_for("conversations.show", token=token, _anchor="darrer"), 303)


def count(seat: Seat) -> None:
    limits.check("message", seat.me.public_id)
