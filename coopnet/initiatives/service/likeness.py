"""Which initiatives a name may mean that is nobody's: what a coordinator is asked about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias
from coopnet.initiatives.rules.names import core, have_same_numbers, is_part, plain_key

NEAR_ENOUGH = 86  # of 100, words in any order; below it the question is noise
MOST = 3
LOOKED_AT = 20  # of those that are spelt alike


@dataclass(frozen=True)
class _Known:
    words: tuple[str, ...]
    name: str
    has_profile: bool


def find_alike(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each name that no profile has, by `match_key`: names it may be another spelling of, the likeliest first.

    A bare name that trainings have brought along is asked about too, until somebody answers. Two queries.
    """
    asked = {match_key(name): name for name in names}
    known = _read_known()
    unsure = {key: known.get(key) for key in asked if key not in known or not known[key].has_profile}
    if not unsure:
        return {}
    by_word: dict[str, list[str]] = defaultdict(list)
    for key, one in known.items():
        for word in one.words:
            by_word[word].append(key)
    texts = {key: " ".join(sorted(one.words)) for key, one in known.items()}
    found = {}
    for key, bare in unsure.items():
        near = [each for each in _near(core(key), known, by_word, texts) if each != key]
        # A bare name is no better an answer than another one.
        names_of = [known[each].name for each in near if known[each].has_profile or bare is None]
        if names_of:
            found[key] = tuple(dict.fromkeys(names_of))[:MOST]
    return found


def _near(
    words: tuple[str, ...], known: dict[str, _Known], by_word: dict[str, list[str]], texts: dict[str, str]
) -> list[str]:
    parts = {key for word in words for key in by_word.get(word, ()) if is_part(words, known[key].words)}
    asked = " ".join(sorted(words))
    # Words are sorted in both: that is what `token_sort_ratio` would do again for each pair.
    matches = process.extract(asked, texts, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=LOOKED_AT)
    scored = dict.fromkeys(parts, float(NEAR_ENOUGH)) | {key: score for _text, score, key in matches}
    near = [key for key in scored if have_same_numbers(words, known[key].words)]
    return sorted(near, key=lambda key: (-scored[key], not known[key].has_profile, key))


def _read_known() -> dict[str, _Known]:
    """By folded name; an alias stands for the name of whose it is."""
    own = select(Initiative.name_key, Initiative.name, Initiative.slug).where(Initiative.merged_into_id.is_(None))
    other = select(InitiativeAlias.name_key, Initiative.name, Initiative.slug).join(
        Initiative, Initiative.id == InitiativeAlias.initiative_id
    )
    rows = [*db.session.execute(own), *db.session.execute(other)]
    return {
        key: _Known(core(key), name, slug is not None)
        for key, name, slug in ((plain_key(each), *more) for each, *more in rows)
    }
