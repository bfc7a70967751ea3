"""`static/js/passkeys.js` in a real browser, with a virtual authenticator."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.survey import PHONE
from tests.rig.instance import Instance

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
HOME = "/ca/compte/"


def sign_in(page: Page, instance: Instance, email: str) -> None:
    page.goto(instance.flask("accounts", "sign-in-link", email).strip())
    page.click("form[data-main] button")


def test_a_passkey_is_added_and_lets_in(open_page: Callable[..., Page], instance: Instance) -> None:
    page = open_page("/ca/", size=PHONE)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    instance.flask("accounts", "grant", "clau@example.org", "adviser")
    sign_in(page, instance, "clau@example.org")
    assert "/compte/segon-factor/alta" in page.url
    page.goto("/ca/compte/claus/nova")
    page.click("form[data-main] button")
    page.locator("[role=alert]").wait_for(state="visible")  # without a name, and the device has kept no key
    assert devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"] == []
    page.fill("input[name=name]", "El meu mòbil")
    page.click("form[data-main] button")
    page.wait_for_url(f"{instance.url}{HOME}")
    page.click("form[action$='/compte/surt'] button")
    page.goto("/ca/compte/entra")
    page.click("form[data-options] button")
    page.wait_for_url(f"{instance.url}{HOME}")
    assert page.locator("text=El meu mòbil").count() == 1
    page.click("form[action$='/compte/surt'] button")
    sign_in(page, instance, "clau@example.org")
    assert "/compte/segon-factor?" in page.url
    page.click("form[data-options] button")
    page.wait_for_url(f"{instance.url}{HOME}")


def test_without_an_authenticator_the_person_is_told_and_has_other_ways(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/compte/entra", size=PHONE)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, "isUserVerified": False}})
    page.click("form[data-options] button")
    page.locator("[data-problem]").wait_for(state="visible")
    assert page.locator("form[data-main] button").is_visible()


def test_without_javascript_passkeys_are_not_offered(open_page: Callable[..., Page]) -> None:
    page = open_page("/ca/compte/entra", size=PHONE, java_script_enabled=False)
    assert not page.locator("form[data-options]").is_visible()
    assert page.locator("form[data-main] button").is_visible()
