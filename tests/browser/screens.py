"""`make screens`: the main pages as people see them, on a phone and on a desktop, in light and in the dark."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import ARGUMENTS, MISSING, find_chromium
from tests.rig.instance import demo_instance
from tests.rig.places import find_places

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
FOLDER = Path(__file__).resolve().parents[2] / "build" / "screens"


def main(language: str = "ca") -> None:
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo_instance(Path(data)) as instance, sync_playwright() as playwright:
        pages = find_places(instance).everywhere()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for device, size in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=2)  # type: ignore[arg-type]
                page = context.new_page()
                for name, address in pages.items():
                    page.goto(f"{instance.url}/{language}/{address}", wait_until="networkidle")
                    target = FOLDER / f"{name.replace(' ', '-')}-{device}-{scheme}.png"
                    page.screenshot(path=target, full_page=True)
                    print(target)  # noqa: T201 - says where to look
                context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
