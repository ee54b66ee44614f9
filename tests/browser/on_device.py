"""What a device keeps of the log, as its person sees it and as its browser holds it."""

from playwright.sync_api import Page, expect

LANGUAGES = ("en", "fa")
PATIENCE = 15_000  # milliseconds
ALL = "async () => (await import('/static/js/log/queue.js')).all()"


def address(event, language: str = "en", rest: str = "") -> str:
    return f"/{language}/desk/conversations/{event.pk}/{rest}"


def waiting_address(language: str = "en") -> str:
    return f"/{language}/desk/conversations/waiting/"


def is_connected(page: Page) -> None:
    """Wait until the log's script has found the portal."""
    expect(page.locator("[data-log-status]")).to_have_attribute("data-state", "online")


def until(page: Page, condition: str, arg: object = None) -> None:
    """Wait until ``condition``, an asynchronous function of the page, holds."""
    page.evaluate(
        """async ([condition, arg, patience]) => {
            const holds = eval(condition);
            const end = Date.now() + patience;
            while (!(await holds(arg))) {
                if (Date.now() > end) throw new Error(`not so: ${condition}`);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }""".replace("eval(condition)", condition),
        [condition, arg, PATIENCE],
    )


def is_kept(page: Page) -> None:
    """Wait until the device has all that opens the log without a connection."""
    until(
        page,
        """async () => {
            const page = `/${document.documentElement.lang}/desk/conversations/kept/`;
            const worker = await navigator.serviceWorker.getRegistration();
            return Boolean(worker?.active && (await caches.match(page)));
        }""",
    )


def open_log(
    page: Page, event, language: str = "en", *, rest: str = "", base: str = ""
) -> Page:
    """Open the log at ``event`` with a connection, until all of it is kept."""
    page.goto(base + address(event, language, rest))
    is_kept(page)
    is_connected(page)
    return page


def write(page: Page, text: str) -> None:
    """Write a wish: the second step of the form."""
    page.locator("[data-log-next]").tap()
    page.locator("[name=q-WISH]").fill(text)


def save(page: Page, text: str) -> None:
    write(page, text)
    page.locator(".log-bar__save").tap()
    expect(page.locator("[name=q-WISH]")).to_have_value("")


def queue(page: Page) -> list[dict]:
    """The entries in the database of the page's origin."""
    return page.evaluate(ALL)


def waits(page: Page, number: int) -> None:
    """Wait until so many entries are on the device."""
    until(page, f"async (number) => (await ({ALL})()).length === number", number)


def all_that_is_kept(page: Page) -> str:
    """All texts that the browser holds for this origin: storages, caches, queue."""
    return page.evaluate(
        f"""async () => {{
            const texts = [{{ ...localStorage }}, {{ ...sessionStorage }}];
            for (const name of await caches.keys()) {{
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {{
                    texts.push(await (await cache.match(request)).text());
                }}
            }}
            return JSON.stringify([...texts, await ({ALL})()]);
        }}"""
    )
