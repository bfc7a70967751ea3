"""The privacy notice, the legal notice and the accessibility statement, filled from the district's settings."""

from flask import current_app, render_template

from coopnet.foundation import district
from coopnet.foundation.generations import PROGRAMME
from coopnet.initiatives.rules.keeping import DRAFT_KEPT, REASONS_KEPT
from coopnet.initiatives.service.asking import KEEP_MESSAGE
from coopnet.web import page_cache


def privacy() -> str:
    return _page(
        "home/privacy.html",
        draft_days=DRAFT_KEPT.days,
        message_days=KEEP_MESSAGE.days,
        report_days=REASONS_KEPT.days,
    )


def legal_notice() -> str:
    return _page("home/legal_notice.html")


def accessibility() -> str:
    return _page("home/accessibility.html")


def _page(template: str, **values: int) -> str:
    """The settings hold for as long as the process, so any scope does."""
    page_cache.keep(PROGRAMME)
    home = district.current()
    base_url = current_app.config["BASE_URL"]
    return render_template(template, district=home, legal=home.legal, base_url=base_url, **values)
