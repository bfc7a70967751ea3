"""QR codes, drawn as SVG that the content policy lets pass. The only module that imports segno."""

import io

import segno
from markupsafe import Markup


def make_qr(content: str, *, title: str) -> Markup:
    drawn = io.BytesIO()
    # Any mask can be read; looking for the prettiest of the eight takes longer than the rest of the page.
    segno.make(content, error="m", mask=3).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        svgclass=None,
        lineclass=None,
        title=title,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - segno's own drawing; the title is escaped by it
