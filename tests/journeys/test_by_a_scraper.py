"""Somebody reads every page that a stranger can open, and every file for machines, and wants people's contacts."""

import re
import sqlite3
from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.rig.instance import Instance
from tests.rig.visitor import Visitor

BEGINNINGS = ("/ca/", "/sitemap.xml", "/robots.txt", "/iniciatives.geojson", "/iniciatives.csv", "/iniciatives.atom")
# Each page once, in one language: what people wrote is the same in all. Pages of the development are no part of it.
FOLLOWED = re.compile(r"/(?:ca/(?!dev/|compte/|gestio/).*|sitemap.*|robots.txt|iniciatives.*|murmurations.*)")
MOST = 2_000
FEWEST = 150  # or the way was lost
OF_AN_ENTITY = {"support_point", "initiative_contact"}


def _links(page: str, *, base: str) -> Iterator[str]:
    for link, location in re.findall(r'(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>', page):
        target = urlsplit(urldefrag(urljoin(base, (link or location).replace("&amp;", "&"))).url)
        if FOLLOWED.fullmatch(target.path):
            yield target.path


@pytest.fixture(scope="module")
def told(instance: Instance) -> dict[str, str]:
    """What each address says to who has no session."""
    visitor, found = Visitor(instance.url), dict[str, str]()
    waiting = deque(BEGINNINGS)
    while waiting and len(found) < MOST:
        path = waiting.popleft()
        if path not in found:
            found[path] = visitor.get(path).html
            waiting.extend(_links(found[path], base=instance.url + path))
    return found


def _read(instance: Instance, question: str) -> set[str]:
    with sqlite3.connect(f"file:{instance.data / 'coopnet.db'}?mode=ro", uri=True) as database:
        return {row[0] for row in database.execute(question) if row[0]}


def _columns(instance: Instance, *names: str) -> Iterator[str]:
    """Questions for each of these columns of a table that is about people."""
    for table in sorted(_read(instance, "SELECT name FROM sqlite_master WHERE type = 'table'") - OF_AN_ENTITY):
        of_it = _read(instance, f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - the schema's own names
        for name in sorted(of_it & set(names)):
            yield f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL"  # noqa: S608 - the schema's own names


def test_the_way_leads_through_every_room(told: dict[str, str]) -> None:
    assert FEWEST < len(told) < MOST
    for beginning in ("/ca/formacions/", "/ca/iniciatives/", "/ca/xarxa/tauler/", "/ca/xarxa/punts/", "/ca/privacitat"):
        assert any(path.startswith(beginning) for path in told)


def test_nobodys_e_mail_or_phone_is_on_any_page(instance: Instance, told: dict[str, str]) -> None:
    public = _read(instance, "SELECT value FROM initiative_contact WHERE is_public")
    theirs = set[str]()
    for question in _columns(instance, "email", "phone"):
        theirs |= _read(instance, question)
    theirs |= _read(instance, "SELECT value FROM account_contact")
    theirs |= _read(instance, "SELECT value FROM initiative_contact WHERE NOT is_public")
    theirs -= public
    assert len(theirs) > 100
    shown = {path: found for path, page in told.items() if (found := _shown(theirs, page))}
    assert not shown
    assert any(_shown(public, page) for page in told.values()), "those that are public are found by the same look"


def _shown(contacts: set[str], page: str) -> set[str]:
    """A phone also as people write it, in groups."""
    joined = re.sub(r"(?<=\d)[\s.()-]+(?=\d)", "", page)
    return {each for each in contacts if (each in page if "@" in each else each[-9:] in joined)}


def test_nothing_of_a_protected_request_is_on_any_page(instance: Instance, told: dict[str, str]) -> None:
    protected = "SELECT {} FROM post WHERE kind = 'request' AND audience <> 'everybody'"
    theirs = _read(instance, protected.format("title")) | _read(instance, protected.format("public_id"))
    assert theirs
    for path, page in told.items():
        assert not {each for each in theirs if each in page or each in path}, path


def test_links_that_carry_a_right_are_on_no_page(told: dict[str, str]) -> None:
    for path in told:
        assert not re.match(r"/ca/(?:inscripcions|xarxa/(?:anuncis|converses))/[\w-]+\.[\w-]+\.", path), path
