"""The log's page on a slow phone: how soon it can be used, also without a connection.

usage: python -m bench.log_phone; a part of ``make bench``. Chromium at a quarter of
this machine's speed; the network is that of a slow phone (150 ms there and back,
1.6 Mbit a second). "Usable" is when the form stands with its buttons, and on a device
that keeps the log also its first step. The least of several rounds: what else a shared
machine does can only make it longer, four times so here.
"""

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, Playwright, sync_playwright

from bench import site
from bench.report import Figure
from bench.uploads import BASE, phone
from tests.browser.chromium import ARGUMENTS, chromium_path

ROUNDS = 5
GOAL = 1.0  # seconds
SLOWER = 4  # times
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# Remembers when the form could be used, and resolves when its first step stood.
WATCH = """
globalThis.stepped = new Promise((resolve, reject) => {
    const seen = {};
    const look = () => {
        const form = document.querySelector("form[data-log]");
        if (form?.querySelector(".log-bar__save")) seen.form ??= performance.now();
        if (form && "stepped" in form.dataset) {
            resolve({ ...seen, steps: performance.now() });
        } else requestAnimationFrame(look);
    };
    look();
    setTimeout(reject, 60_000, "the first step never stood");
});
"""


def measure(environment: dict[str, str]) -> list[Figure]:
    known = phone(environment)
    # Without TLS of its own, it says to be the address that the browser trusts
    local = environment | {"BEHIND_PROXY": "0", "HTTPS": "0"}
    with (
        site.served(
            "civic.wsgi:application", local | {"ALLOWED_HOSTS": "localhost"}
        ) as server,
        sync_playwright() as playwright,
    ):
        address = f"http://localhost:{server.port}{BASE}{known['event']}/"
        rounds = [_round(playwright, address, known) for _ in range(ROUNDS)]
    names = ("first visit", "kept, with a connection", "kept, without a connection")
    return [
        Figure(f"log page on a slow phone, {name}", "s", min(seconds), most=GOAL)
        for name, seconds in zip(names, zip(*rounds, strict=True), strict=True)
    ]


def _round(playwright: Playwright, address: str, known: dict) -> list[float]:
    with TemporaryDirectory(prefix="portal-phone-") as name:
        profile = Path(name)
        with _browser(playwright, profile) as context:
            origin = address.partition("/en/")[0]
            cookie = {"name": "sessionid", "value": known["session"], "url": origin}
            context.add_cookies([cookie | {"expires": 2_000_000_000}])
            first = _open(context.pages[0], address, is_slow=True)
            _wait_until_kept(context.pages[0])
        with _browser(playwright, profile) as context:
            kept = _open(context.pages[0], address, is_slow=True)
        with _browser(playwright, profile) as context:
            context.set_offline(True)
            offline = _open(context.pages[0], address, is_slow=False)
    return [first["form"] / 1000, kept["steps"] / 1000, offline["steps"] / 1000]


@contextmanager
def _browser(playwright: Playwright, profile: Path):
    """Start the browser anew on a profile, as somebody does who opens the log."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        args=ARGUMENTS,
        viewport={"width": 360, "height": 740},
        has_touch=True,
    )
    try:
        yield context
    finally:
        context.close()


def _open(page: Page, address: str, *, is_slow: bool) -> dict[str, float]:
    browser = page.context.new_cdp_session(page)
    browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if is_slow:
        browser.send("Network.enable")
        browser.send("Network.emulateNetworkConditions", NETWORK)
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    # Not by a locator: its own script, of 330 KB, would run within what is measured
    asked = {"expression": "stepped", "awaitPromise": True, "returnByValue": True}
    return browser.send("Runtime.evaluate", asked)["result"]["value"]


def _wait_until_kept(page: Page) -> None:
    page.evaluate(
        f"""async () => {{
            const worker = await navigator.serviceWorker.ready;
            while (!(worker.active && (await caches.match("{BASE}kept/")))) {{
                await new Promise((resolve) => setTimeout(resolve, 100));
            }}
        }}"""
    )


def main() -> int:
    with site.demonstration() as environment:
        figures = measure(environment)
    print(*figures, sep="\n")
    return 0 if all(one.is_met for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
