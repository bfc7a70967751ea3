"""List and map for other people's sites: the one page of ours that may stand in a frame. It sets no cookie."""

from flask import Response, make_response, render_template, request

from coopnet.foundation import clock
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language
from coopnet.initiatives import queries
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.drawing import draw
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page
from coopnet.web.headers import CONTENT_SECURITY_POLICY


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
