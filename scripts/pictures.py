"""Take the README's pictures of a running portal, small enough to keep.

usage: python -m scripts.pictures [ADDRESS], by default that of `make run`
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path

FOLDER = Path("docs/pictures")
SIZE = {"width": 900, "height": 1000}


def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=ARGUMENTS
        )
        for language in ("en", "fa"):
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto(f"{address}/{language}/summaries/2025/fall/")
            page.screenshot(path=FOLDER / f"summary-{language}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
