"""A few documents with all their words, read once and asked often: what is to come, beside all that is past."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from coopnet.foundation.text_index.questions import Stems, Wanted

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Words:
    """Which of the documents have a stem: in the title, and anywhere."""

    in_title: Mapping[str, frozenset[int]]
    anywhere: Mapping[str, frozenset[int]]

    def rank(self, wanted: Collection[Wanted]) -> dict[int, int]:
        """Those that have all that is wanted: how much of it each title does not have."""
        found = frozenset.intersection(*(_having(self.anywhere, each) for each in wanted))
        missed = dict.fromkeys(found, 0)
        for each in wanted:
            for ref_id in found - _having(self.in_title, each):
                missed[ref_id] += 1
        return missed


def gather(documents: Iterable[tuple[int, Collection[str], Collection[str]]]) -> Words:
    """Of each its number, the stems of its title and those of the rest.

    >>> words = gather([(1, {"fusteria"}, {"eina"}), (2, {"hort"}, {"fusteria"})])
    >>> words.rank([Wanted("fusteria", frozenset({("fusteria",)}))]) == {1: 0, 2: 1}
    True
    >>> words.rank([Wanted("eina", frozenset({("eina", "hort"), ("serra",)}))])
    {}
    """
    in_title, anywhere = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for ref_id, title, rest in documents:
        for stem in title:
            in_title[stem].add(ref_id)
            anywhere[stem].add(ref_id)
        for stem in rest:
            anywhere[stem].add(ref_id)
    return Words(_frozen(in_title), _frozen(anywhere))


def _frozen(found: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {stem: frozenset(ref_ids) for stem, ref_ids in found.items()}


def _having(postings: Mapping[str, frozenset[int]], wanted: Wanted) -> frozenset[int]:
    return NOWHERE.union(*(_having_all(postings, stems) for stems in wanted.alternatives))


def _having_all(postings: Mapping[str, frozenset[int]], stems: Stems) -> frozenset[int]:
    return frozenset.intersection(*(postings.get(stem, NOWHERE) for stem in stems))
