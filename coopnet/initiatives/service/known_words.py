"""What the rules that read a sheet cannot know by themselves: the district's words, its telephones, its day."""

from datetime import datetime

from coopnet.foundation import clock, district
from coopnet.foundation.emails import is_email, normal_email
from coopnet.foundation.phones import normal_phone
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.rules.sheet_parsing import Known
from coopnet.initiatives.service.parts import granter_of
from coopnet.places.queries.district_map import district_map
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_reading import Vocabulary


def known_words(now: datetime) -> Known:
    here = district.current()

    def match(kind: str, typed: str) -> str | None:
        term = vocabulary.match_term(kind, typed)
        return term.code if term else None

    def nearest(kind: str, typed: str) -> list[str]:
        terms = vocabulary.nearest_terms(kind, typed)
        return [district.label(dict(term.labels), here.default_language) for term in terms]

    words = Vocabulary(
        match=match,
        nearest=nearest,
        key=match_key,
        plan=here.plan_code,
        zone=clock.zone(),
        language=here.default_language,
    )
    granted = [term.code for term in vocabulary.list_terms("qualifications") if granter_of(term.code)]
    return Known(
        words=words,
        phone=normal_phone,
        email=lambda typed: normal_email(typed) if is_email(typed) else None,
        granted=frozenset(granted),
        today=clock.to_local(now).date(),
        is_here=district_map().frame.is_near,
    )
