"""Every component in every state on one page, to be looked at in development. Registered nowhere else."""

from flask import Blueprint, render_template
from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from coopnet.web.forms import Form

bp = Blueprint("showcase", __name__)

WAYS = [SelectChoice("a", "En persona"), SelectChoice("b", "En línia"), SelectChoice("c", "Tant me fa")]
NEEDS = [SelectChoice("x", "Bucle magnètic"), SelectChoice("y", "Entrada sense graons")]
LANGUAGES = [SelectChoice("ca", "català"), SelectChoice("es", "castellano")]


class SampleForm(Form):
    name = StringField("Nom i cognoms", validators=[InputRequired("Escriu el teu nom.")])
    email = EmailField("Correu electrònic", render_kw={"autocomplete": "off"})
    phone = TelField("Telèfon", description="Amb totes les xifres")
    language = SelectField("En quina llengua t'escrivim?", choices=LANGUAGES)
    way = RadioField("Com hi participaràs?", choices=WAYS, validators=[InputRequired("Tria com hi participaràs.")])
    needs = SelectMultipleField("Què necessites?", choices=NEEDS)
    note = TextAreaField("Alguna cosa més?")
    agreed = BooleanField("Accepto que ho sàpiga qui prepara la formació")


@bp.get("/dev/components")
def index() -> str:
    wrong = SampleForm(prefix="wrong", data={"email": "maria@gmial.com", "language": "ca"}, meta={"csrf": False})
    wrong.validate()
    wrong.add_problem("Volies dir maria@gmail.com?", field=wrong.email)
    right = SampleForm(formdata=None, data={"name": "Maria Puig", "way": "a", "language": "ca"})
    qr = Markup('<svg viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 7h1v1H7z"/></svg>')
    text = Markup(
        "<p>Parlarem de <a href='#'>com neix una cooperativa</a> i de què cal per començar.</p>"
        "<ul><li>Estatuts</li><li>Comptes</li></ul><h3>Per a qui</h3><p>Per a qualsevol persona.</p>"
    )
    seeds = [f"tile-{number}" for number in range(48)]
    return render_template("web/showcase.html", right=right, wrong=wrong, qr=qr, text=text, seeds=seeds)
