"""A first view, and a whole registration, on an old phone over 2G, in a real browser."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench import pages, servers
from tests.bench.engines import Engine
from tests.bench.report import heading, say
from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.browser.survey import PHONE

BYTES_A_SECOND = 50_000 // 8
LATENCY_MS = 500
SLOWER = 6  # times, the processor
WAIT_MS = 60_000
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint').map(each => each.startTime)[0] ?? 0"


@dataclass
class Phone:
    """A browser that knows nothing yet. `received` are bytes as they travelled, headers and all."""

    context: BrowserContext
    page: Page
    received: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        session: CDPSession = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        session.on("Network.loadingFinished", self._note)

    def _note(self, event: dict[str, Any]) -> None:
        self.received.append(event["encodedDataLength"])

    @property
    def kilobytes(self) -> float:
        return sum(self.received) / 1000


def make_phone(browser: Browser) -> Phone:
    context = browser.new_context(viewport=PHONE, locale="ca")  # type: ignore[arg-type]
    context.set_default_timeout(WAIT_MS)
    return Phone(context, context.new_page())


def measure(engine: Engine) -> None:
    heading("an old phone on 2G (50 kbit/s, 500 ms, processor 6 times slower; goal: readable within 4 s, 60 kB in all)")
    path = find_chromium()
    if path is None:
        say(f"  not measured. {MISSING}")
        return
    env = engine.fill("phone", trainings=0, registrations=0)
    slugs = pages.find_slugs(env)
    with servers.serving("wsgi:app", env) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        base = f"http://localhost:{server.port}"
        for name, address in pages.addresses(slugs).items():
            _read(browser, base + address, name)
        _register(browser, base, slugs[-1])
        browser.close()


def _read(browser: Browser, address: str, name: str) -> None:
    phone = make_phone(browser)
    phone.page.goto(address, wait_until="load")
    phone.page.wait_for_function(f"({FIRST_PAINT}) > 0")
    seconds = phone.page.evaluate(FIRST_PAINT) / 1000
    say(f"  {name:28} readable after {seconds:4.1f} s, {phone.kilobytes:5.1f} kB")
    phone.context.close()


def _register(browser: Browser, base: str, slug: str) -> None:
    """From the list to one's own page, as a person goes."""
    phone = make_phone(browser)
    page = phone.page
    page.goto(f"{base}/ca/formacions/", wait_until="load")
    page.goto(f"{base}/ca/formacions/{slug}/", wait_until="load")
    page.goto(f"{base}/ca/formacions/{slug}/inscripcio", wait_until="load")
    page.fill("input[name=name]", "Persona de prova")
    page.fill("input[name=email]", "persona@example.org")
    with page.expect_navigation(wait_until="load"):
        page.locator("form[data-main] button").last.click()
    where = page.locator("[data-state]").first.get_attribute("data-state")
    say(f"  list, training, form, POST and own page: {phone.kilobytes:.1f} kB in all, {where}")
    phone.context.close()
