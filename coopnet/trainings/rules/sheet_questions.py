"""The questions of a training in one cell: `text|type|required|options|why`, separated by ` // `, options by `; `.

`why` is what whoever is asked reads under the question; it and the parts before it may be left out.
"""

from coopnet.trainings.rules.drafts import QuestionDraft
from coopnet.trainings.rules.states import QuestionKind
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_yes_no
from coopnet.vocabulary.rules.sheet_columns import fold

KINDS = {
    "text curt": QuestionKind.SHORT_TEXT,
    "text llarg": QuestionKind.LONG_TEXT,
    "opcio unica": QuestionKind.ONE_CHOICE,
    "opcio multiple": QuestionKind.MANY_CHOICES,
    "si no": QuestionKind.YES_NO,
    "numero": QuestionKind.NUMBER,
    "texto corto": QuestionKind.SHORT_TEXT,
    "texto largo": QuestionKind.LONG_TEXT,
    "opcion unica": QuestionKind.ONE_CHOICE,
    "opcion multiple": QuestionKind.MANY_CHOICES,
}
CHOICES = {QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICES}
LEAST_OPTIONS = 2
PARTS = 5  # of a question
COMING = {"presencial", "presencialment", "presencialmente", "vindre", "vinc", "vendre", "vengo", "sala", "aula"}
CONNECTING = {
    "connectare",
    "connecto",
    "conectare",
    "conecto",
    "linia",
    "linea",
    "online",
    "virtual",
    "casa",
    "remot",
    "remoto",
}
MOST = 40


def asks_the_way(question: QuestionDraft) -> bool:
    """Whether it seems to ask if one comes or takes part online: what the form asks where places are counted apart.

    >>> def of(*options):
    ...     return asks_the_way(QuestionDraft(QuestionKind.ONE_CHOICE, "Com?", options=options))
    >>> of("Vindré a la sala", "M'hi connectaré"), of("Presencial", "En línia"), of("Matí", "Tarda")
    (True, True, False)
    >>> of("A la sala", "En línia", "Encara no ho sé"), asks_the_way(QuestionDraft(QuestionKind.YES_NO, "Vindràs?"))
    (False, False)
    """
    options = [set(fold(option).split()) for option in question.options]
    if question.kind != QuestionKind.ONE_CHOICE or len(options) != LEAST_OPTIONS:
        return False
    return any(a & COMING and b & CONNECTING for a, b in (options, options[::-1]))


def read_questions(typed: str) -> tuple[tuple[QuestionDraft, ...], list[tuple[str, str]]]:
    """The questions, and what is wrong as (code, value).

    >>> found, wrong = read_questions("Com?|text curt|sí| // Quins?|opció múltiple|no|A; B, i C")
    >>> [(one.kind.value, one.is_required, one.options) for one in found], wrong
    ([('short_text', True, ()), ('many_choices', False, ('A', 'B, i C'))], [])
    >>> read_questions("Edat?|número|no||Per a la subvenció.")[0][0].why
    'Per a la subvenció.'
    >>> read_questions("Quants?|xifra|no|")[1], read_questions("Quin?|opció única|no|")[1]
    ([('unknown_question_type', 'xifra')], [('choice_without_options', 'Quin?')])
    >>> read_questions("Quin?|opció única|potser|A; B")[1], read_questions("Quin?|opció única|no|A; B; a")[1]
    ([('not_yes_or_no', 'potser')], [('option_twice', 'a')])
    """
    found: list[QuestionDraft] = []
    wrong: list[tuple[str, str]] = []
    for part in typed.split(" // ") if typed.strip() else []:
        text, kind, required, options, why, *_ = (*_pieces_of(part), *[""] * 4)
        known = KINDS.get(fold(kind or "text curt"))
        choices = tuple(option.strip() for option in options.split(";") if option.strip())
        again = _twice(choices) if known in CHOICES else None
        is_required = _read_required(required)
        if not text:
            wrong.append(("question_without_text", part))
        elif known is None:
            wrong.append(("unknown_question_type", kind))
        elif any((one.kind, one.text) == (known, text) for one in found):
            wrong.append(("question_twice", text))
        elif known in CHOICES and len(choices) < LEAST_OPTIONS:
            wrong.append(("choice_without_options", text))
        elif again is not None:
            wrong.append(("option_twice", again))
        elif is_required is None:
            wrong.append(("not_yes_or_no", required[:80]))
        else:
            found.append(
                QuestionDraft(known, text, why, options=choices if known in CHOICES else (), is_required=is_required)
            )
    if len(found) > MOST:
        wrong.append(("too_big", str(len(found))))
    return tuple(found[:MOST]), wrong


def read_surplus(typed: str) -> list[str]:
    """What stands after the fifth part of a question, where nothing is looked for: it is left out.

    >>> read_surplus("Edat?|número|no||Per la subvenció|i per res més| // Nom?|text curt|no||Perquè sí|")
    ['i per res més']
    """
    surplus = [[piece for piece in _pieces_of(part)[PARTS:] if piece] for part in typed.split(" // ")]
    return [" | ".join(pieces) for pieces in surplus if pieces]


def _pieces_of(part: str) -> list[str]:
    return [" ".join(piece.split()) for piece in part.split("|")]


def _twice(options: tuple[str, ...]) -> str | None:
    """The first that was there already, however its letters are written: nobody could tell the two apart."""
    seen: set[str] = set()
    for option in options:
        if option.casefold() in seen:
            return option
        seen.add(option.casefold())
    return None


def _read_required(typed: str) -> bool | None:
    """None for what is neither yes nor no."""
    try:
        return read_yes_no(fold(typed) or typed)
    except CellProblem:
        return None
