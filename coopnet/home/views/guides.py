from flask import abort, render_template

from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language
from coopnet.home import queries
from coopnet.web import page_cache
from coopnet.web.markdown import render_markdown


def guide(name: str) -> str:
    found = queries.find_guide(name, current_language()) or abort(404)
    page_cache.keep(DIRECTORY)
    return render_template("home/guide.html", guide=found, body=render_markdown(found.body, top=2))
