"""Where a reader can go on a demo instance, found as a reader finds it: on its pages."""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.rig.instance import Instance
from tests.rig.reader import parse
from tests.rig.visitor import Page, Visitor

MANY_PLACES = "Hi ha places"
WANTED = {"confirmed", "waiting", "pending"}


@dataclass(frozen=True)
class Places:
    """Addresses after `/<language>/`."""

    training: str  # one that can be registered for
    full: str
    own: str  # a registration's own page, with a place
    states: dict[str, str]  # own pages, by the state that they are in
    initiative: str
    post: str  # one that everybody may see
    own_post: str  # its maker's page of another one
    own_help: str  # a volunteer's own page
    talk: str  # of who has answered a post, with a message that waits for the team
    helping: str  # that of one who helps already
    proposal: str  # somebody whom they could help

    def everywhere(self) -> dict[str, str]:
        """Every kind of public page, by its name."""
        return {
            "home": "",
            "list": "formacions/",
            "search": "formacions/?q=cooperativa",
            "past": "formacions/?quan=passades",
            "nothing found": "formacions/?q=zzzzzz",
            "training": self.training,
            "full": self.full,
            "register": f"{self.training}inscripcio",
            "sent again": f"{self.training}inscripcio/enviada",
            **{f"own, {state}": address for state, address in self.states.items()},
            "change": f"{self.own}canviar",
            "cancel": f"{self.own}cancellar",
            "not me": f"{self.own}no-soc-jo",
            "find mine": "inscripcions/",
            "links sent": "inscripcions/enviades",
            "initiative": self.initiative,
            "something is wrong": f"{self.initiative}avisa",
            "write to it": f"{self.initiative}escriu",
            "claim": f"{self.initiative}es-nostra",
            "publish": "iniciatives/alta",
            "suppliers": "iniciatives/proveidors?cap=1",
            "how to embed": "iniciatives/incrusta/com",
            "network": "xarxa/",
            "board": "xarxa/tauler/",
            "support points": "xarxa/punts/?barri=sants",
            "support point": "xarxa/punts/biblioteca-del-barri-exemple/",
            "sheet": "xarxa/punts/full?barri=sants",
            "post": self.post,
            "something is wrong with a post": f"{self.post}avisa",
            "write a post": "xarxa/tauler/nou",
            "own post": self.own_post,
            "change a post": f"{self.own_post}canvia",
            "answer a post": f"{self.post}respon",
            "conversation": self.talk,
            "give a phone": f"{self.talk}telefon",
            "tell the team": f"{self.talk}avisa",
            "volunteer": "xarxa/voluntariat",
            "own help": self.own_help,
            "change help": f"{self.own_help}canvia",
            "stop helping": f"{self.own_help}deixa",
            "helping": self.helping,
            "write down time": f"{self.helping}hores",
            "proposal": self.proposal,
            "statement": f"{self.own_help}certificat",
            "statement that is not genuine": "xarxa/certificats/x",
            "sign in": "compte/entra",
            "sign in by password": "compte/entra/contrasenya",
            "code": "compte/codi",
            "privacy": "privacitat",
            "legal notice": "avis-legal",
            "accessibility": "accessibilitat",
            "missing": "formacions/no-hi-es/",
        }


def articles(page: Page) -> list[tuple[str, str]]:
    """Address and text of each card of a list."""
    found = []
    for article in parse(page.html).iter("article"):
        link = next((a for heading in _headings(article) for a in heading.iter("a")), None)
        if link is not None:
            found.append((link.get("href", ""), " ".join("".join(article.itertext()).split())))
    return found


def _headings(element: Element) -> list[Element]:
    return [child for child in element.iter() if child.tag in {"h2", "h3", "h4"}]


def relative(address: str) -> str:
    """Without host and language."""
    return urlsplit(address).path.split("/", 2)[2]


def find_places(instance: Instance) -> Places:
    """Registers people until each state of a registration can be seen."""
    visitor = Visitor(instance.url)
    cards = [card for number in (1, 2) for card in articles(visitor.get(f"formacions/?pagina={number}"))]
    # First those that say so: other tests take places there too.
    cards.sort(key=lambda card: MANY_PLACES not in card[1])
    own: dict[str, tuple[str, Page]] = {}
    for training in [relative(address) for address, _ in cards]:
        form = visitor.get(f"{training}inscripcio")
        if form.status != 200 or "data-main" not in form.html:
            continue
        page = register(visitor, form, name="Rosa Vila")
        own.setdefault(state_of(page) or "", (training, page))
        if own.keys() >= WANTED:
            break
    assert own.keys() >= WANTED, f"the demo shows only {sorted(own)} of its {len(cards)} trainings"
    ended = register(visitor, visitor.get(f"{own['confirmed'][0]}inscripcio"), name="Rosa Vila")
    visitor.submit(visitor.get(f"{ended.url}cancellar"))
    states = {state: relative(page.url) for state, (_, page) in own.items()} | {"cancelled": relative(ended.url)}
    post = relative(articles(visitor.get("xarxa/tauler/"))[0][0])
    return Places(
        training=own["confirmed"][0],
        full=own["waiting"][0],
        own=states["confirmed"],
        states=states,
        initiative=_find_initiative(visitor),
        post=post,
        own_post=relative(_write_post(visitor).url),
        own_help=relative(_offer_help(visitor).url),
        talk=relative(_answer(visitor, post).url),
        helping=(helping := _find_helping(instance)),
        proposal=_find_proposal(visitor, helping),
    )


def _write_post(visitor: Visitor) -> Page:
    said = {"kind": "request", "category": "device", "title": "Un portàtil per a l'institut", "barri": "18"}
    form = visitor.get("xarxa/tauler/nou")
    return visitor.submit(form, **said, name="Rosa Vila", email=f"{secrets.token_hex(4)}@example.org")


def _answer(visitor: Visitor, post: str) -> Page:
    """One message goes out, another one waits."""
    form = visitor.get(f"{post}respon")
    talk = visitor.submit(form, text="En tinc un!", name="Pau Roca", email=f"{secrets.token_hex(4)}@example.org")
    return visitor.submit(talk, text="Truca'm al 612 34 56 78")


def _offer_help(visitor: Visitor) -> Page:
    told: dict[str, Any] = {
        "skills": ["phone", "computer"],
        "languages": ["ca", "ur"],
        "barris": ["18"],
        "ways": ["in_person"],
    }
    form = visitor.get("xarxa/voluntariat")
    email = f"{secrets.token_hex(4)}@example.org"
    return visitor.submit(form, **told, times=["3-1"], agrees="y", name="Núria Vila", email=email)


def _find_helping(instance: Instance) -> str:
    """The demo says which link opens one."""
    said = instance.flask("demo", "load")
    return relative(said.partition("the page of one who helps: ")[2].split()[0])


def _find_proposal(visitor: Visitor, helping: str) -> str:
    page = visitor.get(helping)
    links = [each.get("href", "") for each in parse(page.html).iter("a")]
    return relative(next(each for each in links if "/proposta/" in each))


def _find_initiative(visitor: Visitor) -> str:
    """The first that can be written to: it has every page that a profile may have."""
    profiles = [relative(address) for address, _ in articles(visitor.get("iniciatives/"))]
    return next(each for each in profiles if f"{each}escriu" in visitor.get(each).html)


def register(visitor: Visitor, form: Page, *, name: str, **typed: Any) -> Page:
    """Sends the form with a name, an e-mail and whatever the training's own questions ask."""
    root = parse(form.html)
    answers: dict[str, Any] = {}
    for field in root.iter():
        name_of_field = field.get("name", "")
        is_asked = "required" in field.attrib or field.get("type") == "radio"
        if field.tag in {"input", "textarea", "select"} and is_asked:
            answers.setdefault(name_of_field, _some_answer(field))
    named = {"name": name, "email": f"{secrets.token_hex(4)}@example.org"}
    return visitor.submit(form, **{**answers, **named, **typed})


def _some_answer(field: Element) -> str:
    if field.tag == "select":
        return next((o.get("value", "") for o in field.iter("option") if o.get("value")), "")
    if field.get("type") in {"radio", "checkbox"}:
        return field.get("value", "on")
    return "1" if field.get("type") == "number" else "Vull aprendre a fer un pressupost"


def state_of(page: Page) -> str | None:
    return next((e.get("data-state") for e in parse(page.html).iter() if "data-state" in e.attrib), None)
