"""Words of an address, made from a title or a name."""

import re
import unicodedata

LONGEST = 60


def slugify(title: str, *, otherwise: str) -> str:
    """Lower-case ASCII words with hyphens, cut between words; `otherwise` for a title without any such letter.

    >>> slugify("Què és l'economia social i solidària?", otherwise="formacio")
    'que-es-l-economia-social-i-solidaria'
    >>> slugify("ANUL·LAT: col·lectius", otherwise="formacio"), slugify("合作社", otherwise="formacio")
    ('anullat-collectius', 'formacio')
    """
    plain = title.casefold().replace("·", "").replace("ŀ", "l")
    opened = unicodedata.normalize("NFKD", plain)
    words = re.findall("[a-z0-9]+", "".join(letter for letter in opened if not unicodedata.combining(letter)))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug or otherwise
