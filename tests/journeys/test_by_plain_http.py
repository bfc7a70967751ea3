"""The whole of the main job, from the list to the letter and back, by plain HTTP and without JavaScript."""

import email
import email.policy
import itertools
import re
import time
from urllib.parse import urlsplit

import html5lib
import pytest

from tests.rig.instance import Instance
from tests.rig.places import Places, articles, register, relative, state_of
from tests.rig.reader import parse
from tests.rig.single_place import bring_in
from tests.rig.visitor import Page, Visitor

LANGUAGES = ("ca", "es", "en")
PATIENCE_SECONDS = 20


def letters_to(instance: Instance, recipient: str) -> list[str]:
    """Texts of the letters kept for that address, oldest first."""
    found = []
    for path in sorted((instance.data / "letters").glob("*.eml")):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if recipient in str(letter["To"]):
            body = letter.get_body(("plain",))
            assert body is not None
            found.append(str(body.get_content()))
    return found


def wait_for_letters(instance: Instance, recipient: str, count: int) -> list[str]:
    end = time.monotonic() + PATIENCE_SECONDS
    while len(found := letters_to(instance, recipient)) < count:
        assert time.monotonic() < end, f"{len(found)} letters to {recipient}, not {count}"
        time.sleep(0.1)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_register_read_the_letter_and_cancel(instance: Instance, places: Places, language: str) -> None:
    visitor = Visitor(instance.url, language)
    recipient = f"rosa.{language}@example.org"
    cards = [card for page in (1, 2, 3) for card in articles(visitor.get(f"formacions/?pagina={page}"))]
    assert places.training in {relative(address) for address, _ in cards}

    training = visitor.get(places.training)
    assert "application/ld+json" in training.html
    own = register(visitor, visitor.get(f"{places.training}inscripcio"), name="Rosa Vila", email=recipient)
    assert own.status == 200
    assert state_of(own) == "confirmed"
    assert urlsplit(own.url).path.startswith(f"/{language}/inscripcions/")

    text = wait_for_letters(instance, recipient, 1)[0]
    link = re.search(r"http://\S+/inscripcions/\S+", text)
    assert link, text
    # A mail scanner opens the link first: nothing happens by looking.
    assert state_of(Visitor(instance.url, language).get(link.group())) == "confirmed"

    page = Visitor(instance.url, language).get(link.group())
    ended = cancel(Visitor(instance.url, language), page)
    assert state_of(ended) == "cancelled"


def test_who_cancels_lets_the_next_in_who_is_told_at_once(instance: Instance) -> None:
    training = bring_in(instance)
    first, second, third = (Visitor(instance.url, language) for language in LANGUAGES)
    owns = [
        register(
            visitor, visitor.get(f"{training}inscripcio"), name=name, email=f"{name}.{training[-9:-1]}@example.org"
        )
        for visitor, name in ((first, "anna"), (second, "berta"), (third, "carme"))
    ]
    assert [state_of(own) for own in owns] == ["confirmed", "waiting", "waiting"]
    assert state_of(cancel(first, owns[0])) == "cancelled"
    assert [state_of(visitor.get(own.url)) for visitor, own in zip((second, third), owns[1:], strict=True)] == [
        "confirmed",
        "waiting",
    ]
    letters = wait_for_letters(instance, f"berta.{training[-9:-1]}@example.org", 2)
    assert urlsplit(owns[1].url).path.split("/")[3] in letters[1], "the letter carries the same link"
    assert len(letters_to(instance, f"carme.{training[-9:-1]}@example.org")) == 1


def cancel(visitor: Visitor, own: Page) -> Page:
    """By the link on one's own page, and the one button of the page it leads to."""
    links = [link.get("href", "") for link in parse(own.html).iter("a")]
    asked = visitor.get(next(address for address in links if address.endswith("/cancellar")))
    assert state_of(visitor.get(own.url)) == "confirmed", "looking changes nothing"
    return visitor.submit(asked)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(instance: Instance, places: Places) -> None:
    visitor = Visitor(instance.url)
    form = visitor.get(f"{places.training}inscripcio")
    answer = visitor.submit(form, name="Rosa Vila i Coll", email="rosa(arrova)example.org")
    assert answer.status in {200, 400, 422}
    root = parse(answer.html)
    assert any(element.get("role") == "alert" for element in root.iter())
    assert any(element.get("value") == "Rosa Vila i Coll" for element in root.iter("input"))
    assert any(element.get("aria-invalid") == "true" for element in root.iter("input"))


def test_the_same_form_twice_makes_one_registration(instance: Instance, places: Places) -> None:
    visitor = Visitor(instance.url)
    form = visitor.get(f"{places.training}inscripcio")
    first = register(visitor, form, name="Jordi Mas", email="jordi.mas@example.org")
    second = register(visitor, form, name="Jordi Mas", email="jordi.mas@example.org")
    assert first.url == second.url
    time.sleep(1)
    assert len(wait_for_letters(instance, "jordi.mas@example.org", 1)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_valid_html_and_says_its_language(instance: Instance, places: Places, language: str) -> None:
    visitor = Visitor(instance.url, language)
    for name, path in places.everywhere().items():
        page = visitor.get(path)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parse(page.html)
        assert parser.errors == [], f"{name}: {parser.errors[:3]}"
        assert root.get("lang") == language, name
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"{name}: an id stands twice"
        headings = [int(e.tag[1]) for e in root.iter() if isinstance(e.tag, str) and re.fullmatch(r"h[1-6]", e.tag)]
        assert headings.count(1) == 1, f"{name}: {headings}"
        assert all(after - before <= 1 for before, after in itertools.pairwise(headings)), f"{name}: {headings}"


def test_links_of_pages_lead_somewhere(instance: Instance, places: Places) -> None:
    visitor = Visitor(instance.url)
    seen: dict[str, str] = {}
    for name, path in places.everywhere().items():
        page = visitor.get(path)
        if page.status != 200:  # its links to other languages lead to what is not there either
            continue
        for link in parse(page.html).iter("a"):
            address = link.get("href", "")
            if address.startswith(("/", instance.url)):
                seen.setdefault(address.partition("#")[0], name)
    broken = {address: name for address, name in seen.items() if visitor.get(address).status != 200}
    assert broken == {}


def test_no_private_link_is_in_the_logs(instance: Instance, places: Places) -> None:
    token = places.own.rstrip("/").rpartition("/")[2]
    logs = list(instance.data.glob("*.log"))
    assert logs
    assert all(token not in path.read_text(errors="replace") for path in logs)
