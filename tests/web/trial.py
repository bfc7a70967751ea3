"""Pages of every kind for the tests of the edge: kept, secret, with forms that recover or not, and broken ones."""

from dataclasses import dataclass, field

import pytest
from flask import Blueprint, Flask, abort, current_app, redirect, render_template_string, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from wtforms import StringField
from wtforms.validators import InputRequired

from config import Config
from coopnet.app import create_app
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, raise_generation, read_generation
from coopnet.foundation.i18n import current_language, gettext
from coopnet.web import csrf, errors, languages, limits, page_cache
from coopnet.web.forms import Form

bp = Blueprint("trial", __name__)

FORM = """<!doctype html><title>f</title>
<form method="post" data-main>{{ form.hidden_tag() }}
{% for each in form.problems %}<p role="alert">{{ each.text }}</p>{% endfor %}{{ form.name() }}</form>"""
WROTE = "trial-wrote"


@dataclass
class Board:
    """What the pages show, and what the tests do in the middle of a page."""

    text: str = "one"
    made: int = 0
    during: list[object] = field(default_factory=list)


class NameForm(Form):
    name = StringField(validators=[InputRequired()])


def board() -> Board:
    found: Board = current_app.extensions["trial"]
    return found


@bp.get("/prova/")
def kept() -> str:
    page_cache.keep(PROGRAMME)
    here = board()
    here.made += 1
    text = here.text
    for action in here.during:
        assert callable(action)
        action()
    return f"<!doctype html><title>t</title><p>{text}</p>" + "<p>filling</p>" * 100


@bp.get("/prova/nombre")
def numbered_generation() -> str:
    """What the tables say now."""
    page_cache.keep(PROGRAMME)
    return str(read_generation(PROGRAMME))


@bp.get("/prova/amb-sessio")
def with_session() -> str:
    page_cache.keep(PROGRAMME)
    session["seen"] = True
    return "mine"


@bp.get("/prova/llegeix-sessio")
def reads_session() -> str:
    page_cache.keep(PROGRAMME)
    return str(session.get("seen"))


@bp.get("/prova/marc")
def framed() -> str:
    """A whole page in the layout."""
    return render_template_string('{% extends "layouts/base.html" %}{% block main %}ok{% endblock %}')


@bp.get("/prova/adreces")
def addresses() -> str:
    return render_template_string(
        "{{ canonical_url }}{% for each in alternates %}|{{ each.code }} {{ each.endonym }} {{ each.direction }}"
        " {{ each.path }} {{ each.url }} {{ each.is_current }}{% endfor %}"
    )


@bp.get("/prova/secret/<token>/")
def secret(token: str) -> str:
    return f"<p>{token}</p>"


@bp.get("/prova/numero/<id:number>")
def numbered(number: int) -> str:
    return str(number)


@bp.route("/prova/formulari", methods=["GET", "POST"])
@csrf.recovers
def recovering() -> ResponseReturnValue:
    form = NameForm()
    if form.validate_on_submit():
        in_transaction(lambda: raise_generation(WROTE))
        return redirect(url_for("trial.kept"), 303)
    return render_template_string(FORM, form=form), 422 if form.is_submitted() else 200


@bp.route("/prova/estricta", methods=["GET", "POST"])
def strict() -> ResponseReturnValue:
    form = NameForm()
    if form.validate_on_submit():
        in_transaction(lambda: raise_generation(WROTE))
    return render_template_string(FORM, form=form)


@bp.post("/prova/oblida")
@csrf.recovers
def forgetful() -> str:
    """Says that it recovers, and never looks at its form."""
    in_transaction(lambda: raise_generation(WROTE))
    return "written"


@bp.post("/prova/comptada/<name>")
@csrf.recovers
def counted(name: str) -> str:
    limits.check("links", name)
    return "counted"


@bp.get("/prova/error/<int:code>")
def broken(code: int) -> str:
    match code:
        case 409:
            raise RuleBroken(request.args.get("code", "trial_refused"), days=3)
        case 500:
            raise RuntimeError("rosa@example.org typed this")
        case 503:
            raise OperationalError("SELECT 1", {}, Exception("gone"))
    abort(code)


def machines() -> str:
    said = gettext("This page is not here")  # the catalogue is chosen with the first word
    return abort(404) if "broken" in request.args else f"{current_language()} {said}"


def make_edge(data: object, url: str, **env: str) -> Flask:
    """An application with the trial pages and all tables; as a server runs it, not as a test."""
    settings = Config.from_env({"COOPNET_DATA": str(data), "DATABASE_URL": url, **env}).as_flask()
    app = create_app(settings)
    app.extensions["trial"] = Board()
    errors.register_words(app, {"trial_refused": lambda values: f"Come back in {values['days']} days."})
    languages.register_public(app, bp)
    app.add_url_rule("/prova-de-maquines", view_func=machines)
    with app.app_context():
        db.create_all()
    return app


both_engines = pytest.mark.parametrize(
    "edge", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
