"""Which Chromium to drive, and how it starts where there is no desktop."""

import shutil

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
NAMES = (
    "chromium-headless-shell",
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)


def chromium_path() -> str | None:
    """Return the machine's own Chromium, or None for the one Playwright installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)
