"""The privacy notice, the legal notice and the accessibility statement, filled from the district's settings."""

from flask import current_app, render_template

from coopnet.foundation import district
from coopnet.foundation.generations import PROGRAMME
from coopnet.web import page_cache


def privacy() -> str:
    return _page("home/privacy.html")


def legal_notice() -> str:
    return _page("home/legal_notice.html")


def accessibility() -> str:
    return _page("home/accessibility.html")


def _page(template: str) -> str:
    """The settings hold for as long as the process, so any scope does."""
    page_cache.keep(PROGRAMME)
    home = district.current()
    return render_template(template, district=home, legal=home.legal, base_url=current_app.config["BASE_URL"])
