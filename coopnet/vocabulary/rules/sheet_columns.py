"""Which column of a sheet that people keep is which, however they call it."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEAR_ENOUGH = 0.84
LANGUAGES = ("ca", "es", "en")


def fold(text: str) -> str:
    """What two spellings of a header have in common.

    >>> fold("  Tipus d’INSCRIPCIO: ") == fold("Tipus d'inscripció")
    True
    """
    opened = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in opened if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@dataclass(frozen=True)
class Columns:
    """`headers` is field to the names that people give it; the first is the one named in messages.

    Fields that are `translated` may have a column for each language.

    >>> columns = Columns({"code": ("Codi",), "title": ("Títol", "Título"), "partners": ("Entitats coproductores",)},
    ...                   translated=("title",))
    >>> columns.match(["Codi", "TITOL", "Cafè", "Título (es)", "Entitats coproductors"])
    ({'code': 0, 'title': 1, 'title_es': 3, 'partners': 4}, ['Cafè'])
    """

    headers: Mapping[str, tuple[str, ...]]
    translated: tuple[str, ...]

    def known(self) -> dict[str, str]:
        """Folded header to field; a translation's field is `title_es`."""
        found = {fold(header): field for field, headers in self.headers.items() for header in headers}
        for field in self.translated:
            for header in self.headers[field]:
                for language in LANGUAGES:
                    found[fold(f"{header} ({language})")] = f"{field}_{language}"
        return found

    def match(self, header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
        """Field to the place of its column, and the columns that nobody knows. Exact names go first, then near ones."""
        known = self.known()
        found: dict[str, int] = {}
        left = []
        for place, name in enumerate(header):
            field = known.get(fold(name))
            if field and field not in found:
                found[field] = place
            elif name:
                left.append(place)
        unknown = []
        for place in left:
            near = difflib.get_close_matches(fold(header[place]), known, n=1, cutoff=NEAR_ENOUGH)
            field = known[near[0]] if near else None
            if field and field not in found:
                found[field] = place
            else:
                unknown.append(header[place])
        return dict(sorted(found.items(), key=lambda item: item[1])), unknown

    def name_of(self, field: str) -> str:
        """The header under which people know a field."""
        base, _, language = field.partition("_")
        if language in LANGUAGES and base in self.translated:
            return f"{self.headers[base][0]} ({language})"
        return self.headers[field][0]
