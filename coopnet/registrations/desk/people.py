"""Who has registered for a training: the list, by state, and what is looked for in it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.programme import SEE
from coopnet.registrations.desk.training import get_training, shown
from coopnet.registrations.forms.finding import FindPersonForm
from coopnet.registrations.queries.desk import count_by_state
from coopnet.registrations.queries.lists import SHOWN, Line, find_people, list_people
from coopnet.registrations.rules.states import ACTIVE, ENDED, HOLDING, State
from coopnet.trainings.models import Training
from coopnet.web import csrf, guards, keyset
from coopnet.web.refusals import status_of

GROUPS = {
    "totes": ACTIVE,
    "tenen-placa": HOLDING,
    "esperen": frozenset({State.WAITING}),
    "per-aprovar": frozenset({State.PENDING}),
    "acabades": ENDED,
}


@bp.get("/gestio/formacions/<slug>/inscripcions")
@guards.requires(SEE)
def people(slug: str) -> str:
    """Of one group (`estat`): who stands, unless the address says another."""
    one, word = get_training(slug), request.args.get("estat", "")
    word = word if word in GROUPS else "totes"
    lines, after = keyset.cut(list_people(one.id, GROUPS[word], after=keyset.key_of(request.args, "despres")), SHOWN)
    return _page(one, FindPersonForm(formdata=None), lines, word=word, after=after)


@bp.post("/gestio/formacions/<slug>/inscripcions")
@guards.requires(SEE)
@csrf.recovers
def find_person(slug: str) -> ResponseReturnValue:
    """What is typed is posted, so that nobody's name or contact stands in an address."""
    one, form = get_training(slug), FindPersonForm()
    lines: list[Line] = []
    status, headers = status_of(form)
    if form.validate_on_submit():
        lines = find_people(one.id, str(form.who.data))
        status = 200
        if not lines:
            status = 422
            form.add_problem(_("Nobody in this training has this name, contact or code."), field=form.who)
    return _page(one, form, lines), status, headers


def _page(one: Training, form: FindPersonForm, lines: object, *, word: str = "", after: int | None = None) -> str:
    counts = count_by_state(one.id)
    tabs = [
        (each, sum(count.tally.parties for count in counts if count.state in states)) for each, states in GROUPS.items()
    ]
    return render_template(
        "registrations/people.html",
        **shown(one),
        form=form,
        lines=lines,
        tabs=tabs,
        asks=dict(tabs)["per-aprovar"],
        word=word,
        after=after,
    )
