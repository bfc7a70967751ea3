"""What a person typed, as what must be found: every word, in any of its forms or synonyms."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from coopnet.foundation.text_index.folding import words
from coopnet.foundation.text_index.stems import read_lines, stem

MOST_WORDS = 8
MOST_LETTERS = 400  # of a question that are read
LEAST_PREFIX = 3  # letters of an unfinished word; fewer would mean half of the vocabulary

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """One word of a question. A document has it that has all stems of one of the alternatives."""

    word: str
    alternatives: frozenset[Stems]

    @cached_property
    def single(self) -> frozenset[str]:
        """Alternatives of one stem, which are nearly all."""
        return frozenset(stems[0] for stems in self.alternatives if len(stems) == 1)

    @cached_property
    def several(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(stems) for stems in self.alternatives if len(stems) > 1)


@dataclass(frozen=True)
class Question:
    """A document fits that has every one of `wanted`. `unfinished` is the last word, when it may go on."""

    wanted: tuple[Wanted, ...]
    unfinished: str | None


@lru_cache(maxsize=1024)
def read_question(typed: str) -> Question:
    """Never raises: what has no words, only signs or articles, wants nothing."""
    typed = typed[:MOST_LETTERS]
    found = [word for word in words(typed) if is_telling(word)]
    last = found[-1] if found else ""
    goes_on = len(found) <= MOST_WORDS and len(last) >= LEAST_PREFIX and last.isalpha() and not typed[-1:].isspace()
    by_word = {word: Wanted(word, _alternatives(word)) for word in found[:MOST_WORDS]}
    return Question(wanted=tuple(by_word.values()), unfinished=last if goes_on else None)


def is_telling(word: str) -> bool:
    """Whether a folded word says anything of what is sought: articles, prepositions and lone letters do not."""
    return word not in _stopwords() and not (len(word) == 1 and word.isascii() and word.isalpha())


def stems_of(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if is_telling(word))


def has_word(stems: frozenset[str], wanted: Wanted) -> bool:
    """Whether a text with these stems says it, in any of its forms or synonyms."""
    return not wanted.single.isdisjoint(stems) or any(each <= stems for each in wanted.several)


def widen(wanted: Wanted, stems: frozenset[str]) -> Wanted:
    """The same word, found also where one of these stems is."""
    return Wanted(wanted.word, wanted.alternatives | {(each,) for each in stems})


def _alternatives(word: str) -> frozenset[Stems]:
    own = stem(word)
    return _synonyms().get(own, frozenset()) | {(own,)}


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(word for line in read_lines("stopwords.txt") for word in line.split())


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, frozenset[Stems]]:
    """By the stem of a single word: a name of several words is found for its synonyms, and has none itself."""
    found: dict[str, set[Stems]] = {}
    for line in read_lines("synonyms.txt"):
        group = {tuple(sorted(stems_of(name))) for name in line.split(",")} - {()}
        for name in group:
            if len(name) == 1:
                found.setdefault(name[0], set()).update(group)
    return {key: frozenset(group) for key, group in found.items()}
