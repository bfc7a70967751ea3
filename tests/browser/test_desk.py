"""The desk as whoever works at it sees it: nothing keeps anybody out of its pages, on a phone and in the dark too."""

from collections.abc import Callable, Iterator
from itertools import count

import html5lib
import pyotp
import pytest
from playwright.sync_api import Page, Route

from tests.browser.survey import LOOKS, PHONE
from tests.browser.test_header import heights_of
from tests.browser.test_support_points import PAGES
from tests.rig.instance import Instance
from tests.rig.places import Places

ADMIN = ("gestio/", "gestio/persones", "gestio/registre", "gestio/registre?mena=account", "gestio/correu")
NETWORK = (
    "gestio/ajuda/",
    "gestio/xarxa/ajuda",
    "gestio/punts/",
    "gestio/punts/nou",
    "gestio/xarxa/missatges/",
    "gestio/xarxa/missatges/avisos/",
    "gestio/xarxa/fora/",
)
WRITTEN = "gestio/formacions/apren-a-reparar-el-teu-mobil"  # of the demo
COORDINATOR = (
    "gestio/",
    "gestio/porta/",
    "gestio/inscripcions",
    "gestio/correu",
    "gestio/formacions/",
    "gestio/formacions/nova",
    f"{WRITTEN}/edita/",
    f"{WRITTEN}/edita/sessions",
    f"{WRITTEN}/edita/equip",
    f"{WRITTEN}/mostra",
    f"{WRITTEN}/mostra/petita",
    f"{WRITTEN}/anulla",
)
PLAN = (
    "gestio/iniciatives/",
    "gestio/iniciatives/fusiona",
    "gestio/distintius/",
    "gestio/distintius/xes",
    "gestio/guies",
)
PUBLIC = "maleter-compartit-sccl"  # of the demo
VOLUNTEERS = (
    "gestio/",
    "gestio/xarxa/voluntariat/",
    "gestio/xarxa/encaixos/",
    "gestio/xarxa/encaixos/proposats",
)
_number = count(1)


@pytest.fixture
def staff(open_page: Callable[..., Page], instance: Instance) -> Callable[[str], Page]:
    """A browser of somebody with that role, past both steps."""

    def make(role: str) -> Page:
        email = f"{role}{next(_number)}@example.org"
        instance.flask("accounts", "grant", email, role)
        secret = instance.flask("accounts", "totp", email).strip()
        page = open_page(instance.flask("accounts", "sign-in-link", email).strip(), size=PHONE)
        page.click("form[data-main] button")
        page.fill("input[name=code]", pyotp.TOTP(secret).now())
        page.locator("form:has(input[name=code]) button").click()
        page.goto("/ca/gestio/")
        return page

    return make


def pages_of_a_person(page: Page) -> Iterator[str]:
    """Their own, and those that say first what will happen."""
    page.goto("/ca/gestio/persones")
    own = page.locator("main ul.rows a").first.get_attribute("href") or ""
    page.goto(own)
    taking = page.locator("main a[href*='/treu/']").first.get_attribute("href") or ""
    yield from (own, f"{own}/dona", f"{own}/bloca", taking)


def look_at(page: Page, addresses: list[str]) -> None:
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        parser = html5lib.HTMLParser()
        parser.parse(answer.text())
        assert parser.errors == [], address
        found += [finding for look in LOOKS for finding in look(page, address)]
    assert found == []


def test_pages_of_an_administrator_are_open_to_everybody(staff: Callable[[str], Page]) -> None:
    page = staff("admin")
    look_at(page, [*(f"/ca/{path}" for path in ADMIN), *pages_of_a_person(page)])


def pages_of_what_was_sent(page: Page) -> Iterator[str]:
    """What waits for the plan's team, and both ways to answer it but publishing; what may be there twice."""
    page.goto("/ca/gestio/iniciatives/")
    sent = page.locator("#enviades ul.rows a").first.get_attribute("href") or ""
    page.goto(sent)
    deciding = [
        page.locator(f"main a[href*='/{way}']").first.get_attribute("href") or "" for way in ("torna", "rebutja")
    ]
    itself = page.locator("main .actions a[href^='/ca/gestio/iniciatives/']:not([href*='enviades'])").last
    kept = (itself.get_attribute("href") or "").rstrip("/").rpartition("/")[2]
    yield from (sent, *deciding, f"/ca/gestio/iniciatives/{kept}/fusiona/{PUBLIC}")


def test_pages_of_the_plans_team_are_open_to_everybody(staff: Callable[[str], Page]) -> None:
    page = staff("plan")
    look_at(page, [*(f"/ca/{path}" for path in PLAN), *pages_of_what_was_sent(page)])


def pages_of_a_training(page: Page, places: Places) -> Iterator[str]:
    """Its own and those behind it; one of its people, found by their first name."""
    own = f"/ca/gestio/{places.full}"
    page.goto(f"{own}inscripcions")
    page.fill("input[name=who]", "Rosa")
    page.click("form[data-main] button")
    person = page.locator("main ol.rows a").first.get_attribute("href") or ""
    yield from (own, *(f"{own}{path}" for path in ("inscripcions", "apunta", "necessitats", "places", "anulla")))
    yield from (person, *(f"{person}/{path}" for path in ("com-ho-veu", "cancella", "corregeix", "mou")))


def test_pages_of_a_coordinator_are_open_to_everybody(staff: Callable[[str], Page], places: Places) -> None:
    assert places.states["pending"]
    page = staff("coordinator")
    held = held_before(page)
    behind = [held, f"{held}/sense-inscripcio", f"{held}/full", *pages_of_a_training(page, places)]
    look_at(page, [*(f"/ca/{path}" for path in COORDINATOR), *behind])


def test_the_list_to_sign_has_twenty_people_on_a_side(staff: Callable[[str], Page]) -> None:
    """Whatever their names are."""
    page = staff("coordinator")
    page.goto(f"{held_before(page)}/full")
    page.evaluate("document.querySelectorAll('bdi').forEach((name, n) => name.textContent = 'Ñ 王 รั '.repeat(n * 2))")
    sides = page.locator(".side").count()
    assert page.locator("tbody tr").count() == 20 * sides
    assert len(PAGES.findall(page.pdf(prefer_css_page_size=True))) == sides


def held_before(page: Page) -> str:
    """Who came to a session of the days before."""
    page.goto("/ca/gestio/porta/")
    return page.locator("section:last-of-type ul.rows a").first.get_attribute("href") or ""


def test_a_press_at_the_door_is_kept_without_a_connection_and_sent_when_there_is_one(
    staff: Callable[[str], Page],
) -> None:
    """Also by another tab, and once whoever was signed out is in again."""
    page = staff("coordinator")
    address = held_before(page)
    page.goto(address)
    context, first = page.context, page.locator(".door li").first
    context.set_offline(True)
    first.locator("button").click()
    first.get_by_text("encara no enviat").wait_for()
    assert page.locator("[data-came]").inner_text() == "1"
    page.close()
    context.set_offline(False)
    page = context.new_page()
    with page.expect_response("**/marca"):
        page.goto(address)
    page.reload()
    first = page.locator(".door li").first
    assert first.locator("button").get_attribute("aria-pressed") == "true"
    kept = context.cookies()
    context.clear_cookies()
    first.locator("button").click()
    page.get_by_role("link", name="Entra per enviar 1 marca").wait_for()
    context.add_cookies(kept)  # type: ignore[arg-type]
    with page.expect_response("**/marca"):
        page.get_by_role("link", name="Entra per enviar 1 marca").click()
    page.reload()
    assert page.locator("[data-came]").inner_text() == "0"


def test_pages_of_who_keeps_support_points_are_open_to_everybody(staff: Callable[[str], Page]) -> None:
    page = staff("network")
    page.goto("/ca/gestio/punts/")
    telling = page.locator("main a[href$='/avisa']").first.get_attribute("href") or ""
    look_at(page, [*(f"/ca/{path}" for path in NETWORK), telling, telling.removesuffix("/avisa")])


def test_pages_of_who_coordinates_the_network_are_open_to_everybody(staff: Callable[[str], Page]) -> None:
    page = staff("network")
    behind = []
    for listed in ("voluntariat/?estat=actives", "encaixos/"):
        page.goto(f"/ca/gestio/xarxa/{listed}")
        behind.append(page.locator("main article a, main ul.rows a").first.get_attribute("href") or "")
    look_at(page, [*(f"/ca/{path}" for path in VOLUNTEERS), *behind])


def test_pages_of_a_support_point_are_open_to_everybody(staff: Callable[[str], Page]) -> None:
    """A queue of people stands there: one of them is registered, and what is printed for them is looked at too."""
    page = staff("point")
    page.goto("/ca/gestio/punt/")
    point = page.locator("main ul.rows a").first.get_attribute("href") or ""
    page.goto(f"{point}formacions")
    form = page.locator("main ul.rows a").first.get_attribute("href") or ""
    lists = ("", "formacions", "cerca", "avisos", "avisos/dits", "cartes", "anuncis/", "anuncis/nou")
    look_at(page, ["/ca/gestio/punt/", *(point + path for path in lists), form])


def test_the_team_of_the_points_is_seen_by_everybody(staff: Callable[[str], Page]) -> None:
    staff("point")
    look_at(staff("network"), ["/ca/gestio/equip-dels-punts"])


def test_a_request_is_answered_by_keyboard(staff: Callable[[str], Page], places: Places) -> None:
    page = staff("coordinator")
    page.goto("/ca/gestio/inscripcions")
    before = page.locator("article").count()
    assert before, places.states["pending"]
    page.locator("article button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.success")
    assert page.locator("article").count() == before - 1


def test_whoever_is_found_is_found_without_an_address_that_tells(staff: Callable[[str], Page]) -> None:
    page = staff("admin")
    page.goto("/ca/gestio/persones")
    page.fill("input[name=who]", "nobody@example.org")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "nobody" not in page.url
    assert page.input_value("input[name=who]") == "nobody@example.org"


def test_the_header_of_who_works_here_takes_one_row_at_every_width(staff: Callable[[str], Page]) -> None:
    page = staff("admin")
    for language in ("ca", "es", "en"):
        page.goto(f"/{language}/accessibilitat")
        assert heights_of(page) == {}


def test_what_is_kept_by_itself_never_comes_after_what_was_saved(staff: Callable[[str], Page]) -> None:
    page = staff("coordinator")
    page.goto("/ca/gestio/formacions/nova")
    page.fill("input[name=title]", "Lenta")
    page.locator("form[data-main] button").click()
    overview = page.url
    page.goto(f"{overview}text-ca")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "keep=1" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/edita/text-ca", hold)
    page.fill("input[name=summary]", "Primer")
    page.wait_for_timeout(3000)  # it is kept by itself a moment after typing
    page.fill("input[name=summary]", "Segon")
    page.locator("button[value=parts]").click(no_wait_after=True)
    page.wait_for_timeout(500)  # whoever would not wait has saved by now
    [late] = held
    late.continue_()
    page.wait_for_url(overview)
    page.wait_for_timeout(500)
    page.unroute("**/edita/text-ca")
    page.goto(f"{overview}text-ca")
    assert page.input_value("input[name=summary]") == "Segon"
    page.goto(overview)
    assert page.get_by_text("Encara per desar").count() == 0
