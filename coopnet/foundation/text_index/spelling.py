"""What a mistyped word may have been: the nearest among the words of the documents."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from coopnet.foundation.text_index.folding import words
from coopnet.foundation.text_index.questions import Wanted, has_word
from coopnet.foundation.text_index.storage import Spelling

LEAST_LETTERS = 4  # of a word that can be mistyped; shorter ones are near to anything
NEAR_ENOUGH = 0.7  # share of letters that are right: two wrong ones in seven, one in four


def nearest(word: str, spellings: Sequence[Spelling], *, limit: int) -> list[Spelling]:
    """The likeliest first; one that begins with the same letter before one that does not."""
    if len(word) < LEAST_LETTERS:
        return []
    scored = process.extract(
        word, [each.word for each in spellings], scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH, limit=10
    )
    best = sorted(scored, key=lambda found: (-found[1], found[0][0] != word[0], found[0]))
    return [spellings[index] for _word, _score, index in best[:limit]]


def is_mistyped(wanted: Wanted, stems: frozenset[str]) -> bool:
    """No document has it, and it is none of the words that we have synonyms for: those are right, only not here."""
    return len(wanted.alternatives) == 1 and not has_word(stems, wanted)


def replace_word(typed: str, word: str, shown: str) -> str:
    """The question with a word replaced, and with everything else as it was typed."""
    return " ".join(shown if words(part) == [word] else part for part in typed.split())
