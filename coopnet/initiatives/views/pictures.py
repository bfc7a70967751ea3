"""Files of pictures, and how a page names them."""

from dataclasses import dataclass

from flask import abort, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coopnet.foundation import pictures
from coopnet.initiatives.queries import Picture, Profile
from coopnet.initiatives.views.blueprint import bp, machines
from coopnet.web.addresses import absolute

FOR_EVER = "public, max-age=31536000, immutable"  # another picture has another name
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"


@machines.get("/imatges/<name>")
def picture(name: str) -> Response:
    path = pictures.find(name) or abort(404)
    answer = Response(path.read_bytes(), mimetype=pictures.TYPES[path.suffix[1:]])
    answer.set_etag(path.stem)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Content-Security-Policy"] = ALONE
    # Other maps and feed readers show it too: it is public, and holds nothing of who looks.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer.make_conditional(request)


@bp.app_template_global()
def picture_url(shown: Picture) -> str:
    """The one that every browser knows."""
    return url_for("initiative_data.picture", name=pictures.name_of(shown.digest, shown.plain_width, "jpg"))


@bp.app_template_global()
def picture_sources(shown: Picture) -> Markup:
    """For `srcset`: each size with its width."""
    return Markup(", ").join(
        Markup("{} {}w").format(
            url_for("initiative_data.picture", name=pictures.name_of(shown.digest, width, "webp")), width
        )
        for width in shown.widths
    )


@dataclass(frozen=True)
class Preview:
    """What other sites show beside a link."""

    url: str
    width: int
    height: int
    alt: str


def preview_of(profile: Profile) -> Preview | None:
    """Its first picture, else its logo."""
    shown = next(iter(profile.pictures), profile.logo)
    if shown is None:
        return None
    return Preview(absolute_picture(shown), shown.plain_width, shown.plain_height, shown.alt)


def absolute_picture(shown: Picture) -> str:
    """For other sites."""
    return absolute("initiative_data.picture", name=pictures.name_of(shown.digest, shown.plain_width, "jpg"))
