"""List and map for other people's sites: the one page of ours that may stand in a frame. It sets no cookie."""

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from coopnet.foundation import clock, district
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language
from coopnet.initiatives import queries
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.drawing import draw
from coopnet.web import page_cache
from coopnet.web.addresses import absolute, belongs_to_page, endonym
from coopnet.web.headers import CONTENT_SECURITY_POLICY

FRAME = Markup('<iframe src="{}" title="{}" width="100%" height="800" loading="lazy"></iframe>')


@bp.get("/iniciatives/incrusta/com")
def how_to_embed() -> str:
    """What another site copies, in each language: with the filters that are on, and of nothing but their frame."""
    asked, _number = addresses.read_filters(request.args)
    kept = addresses.parameters(asked)
    page_cache.keep(DIRECTORY)
    belongs_to_page(**kept)
    frames = [(code, endonym(code), *_frame(code, kept)) for code in district.current().languages]
    return render_template(
        "initiatives/how_to_embed.html",
        frames=frames,
        chips=addresses.list_chips(asked, language=current_language(), endpoint="initiatives.how_to_embed"),
        back_href=addresses.address(asked),
    )


def _frame(code: str, kept: dict[str, object]) -> tuple[str, str]:
    """Its address, and the text to copy."""
    href = absolute("initiatives.embed", language=code, **kept)
    title = district.label(district.current().site_name, code)
    return href, str(FRAME.format(href, title))


@bp.get("/iniciatives/incrusta")
def embed() -> Response:
    asked, number = addresses.read_filters(request.args)
    listing = queries.list_initiatives(asked, language=current_language(), now=clock.now(), page=number)
    page_cache.keep(DIRECTORY)
    belongs_to_page(**addresses.parameters(asked, page=listing.page))
    answer = make_response(
        render_template(
            "initiatives/embed.html",
            listing=listing,
            district_map=draw(asked, listing, target="_blank"),
            everything_href=addresses.address(asked),
        )
    )
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer
