"""The list of a training's people as a file, with the columns that whoever asks for it may see."""

from collections.abc import Sequence
from functools import partial

from flask import Response, request

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import upper_first
from coopnet.foundation.sheet_writing import CSV, XLSX, Cell, make_csv, make_xlsx
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.people import GROUPS
from coopnet.registrations.desk.programme import SEE
from coopnet.registrations.desk.training import get_training
from coopnet.registrations.desk.words import need_in_words, registration_state
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.queries.answers import answered
from coopnet.registrations.queries.arranging import ARRANGE
from coopnet.registrations.queries.lists import list_whole
from coopnet.registrations.service import running
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Way
from coopnet.web import guards
from coopnet.web.addresses import endonym

FORMATS = {"csv": CSV, "xlsx": XLSX}


@bp.post("/gestio/formacions/<slug>/inscripcions/llista")
@guards.requires(SEE)
def export(slug: str) -> Response:
    """Of one group (`estat`). It is a press, since who took a list along stands in the log."""
    one, viewer = get_training(slug), guards.get_viewer()
    form = request.form.get("format", "csv")
    form = form if form in FORMATS else "csv"
    people = list_whole(one.id, GROUPS.get(request.form.get("estat", ""), GROUPS["totes"]))
    head, rows = _table(one, people, with_needs=viewer.can(ARRANGE))
    body = make_csv(head, rows) if form == "csv" else make_xlsx(head, rows, title=_("Registrations"))
    note = partial(running.note_export, one.public_id, form, len(people), actor=viewer.contact)
    name = one.slug
    in_transaction(lambda: note(now=clock.now()))
    answer = Response(body, content_type=FORMATS[form])
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.{form}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _table(one: Training, people: Sequence[Registration], *, with_needs: bool) -> tuple[list[str], list[list[Cell]]]:
    questions = {answer.question_id: answer.question.text for each in people for answer in each.answers}
    asked = sorted(questions)
    head = [
        _("Code"),
        _("Name"),
        _("Parent or guardian"),
        _("Who comes along"),
        _("People"),
        _("State"),
        _("E-mail"),
        _("Phone"),
        _("Language"),
        _("Asked"),
    ]
    head += [_("How they take part")] if one.has_two_ways else []
    head += [questions[each] for each in asked]
    head += [_("What they need")] if with_needs else []
    return head, [_row(one, each, asked, with_needs=with_needs) for each in people]


def _row(one: Training, each: Registration, asked: Sequence[int], *, with_needs: bool) -> list[Cell]:
    answers = {answer.question_id: answered(answer.value) for answer in each.answers}
    row: list[Cell] = [
        code_of(each),
        each.name,
        each.guardian_name,
        ", ".join(companion.name for companion in each.companions),
        each.party_size,
        upper_first(registration_state(each.state)),
        each.email,
        each.phone,
        endonym(each.language),
        each.queued_at,
    ]
    row += [_("online") if each.way == Way.ONLINE else _("in person")] if one.has_two_ways else []
    row += [answers.get(question, "") for question in asked]
    if with_needs:
        needs = [*map(need_in_words, each.needs.codes), each.needs.note] if each.needs else []
        row.append("; ".join(filter(None, needs)))
    return row
