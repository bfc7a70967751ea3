"""`make screens`: the main pages as people see them, on a phone and on a desktop, in light and in the dark.

Two of them, side by side, are the picture in the README.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.browser.survey import DESKTOP, PHONE
from tests.rig.instance import demo_instance
from tests.rig.places import find_places

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screens"
PICTURE = ROOT / "docs" / "img" / "programme.png"
GAP = 24  # pixels
COLOURS = 128  # enough for flat colours, and a third of the bytes


def main(language: str = "ca") -> None:
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo_instance(Path(data)) as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        # Before anybody registers: the picture shows the demo as it is.
        join(browser, f"{instance.url}/{language}/formacions/")
        take(browser, f"{instance.url}/{language}/", find_places(instance).everywhere())
        browser.close()


def take(browser: Browser, start: str, pages: dict[str, str]) -> None:
    for device, size in (("phone", PHONE), ("desktop", DESKTOP)):
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=2)  # type: ignore[arg-type]
            page = context.new_page()
            for name, address in pages.items():
                page.goto(f"{start}{address}")
                target = FOLDER / f"{name.replace(' ', '-').replace(',', '')}-{device}-{scheme}.png"
                page.screenshot(path=target, full_page=True)
                print(target)  # noqa: T201 - says where to look
            context.close()


def join(browser: Browser, address: str) -> None:
    """Phone and desktop side by side, light."""
    shots = []
    for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        context = browser.new_context(viewport={**size, "height": DESKTOP["height"]}, color_scheme="light")  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        page.screenshot(path=FOLDER / f"readme-{name}.png")
        shots.append(Image.open(FOLDER / f"readme-{name}.png").convert("RGB"))
        context.close()
    joined = Image.new("RGB", (sum(shot.width for shot in shots) + GAP, DESKTOP["height"]), "white")
    joined.paste(shots[0], (0, 0))
    joined.paste(shots[1], (shots[0].width + GAP, 0))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    joined.quantize(COLOURS).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
