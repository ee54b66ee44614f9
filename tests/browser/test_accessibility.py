"""axe-core on every page in every language, phone and desktop, light and dark.

In English and in Persian, whose pages are mirrored, all rules run in each of the four
looks. In the other languages, which share English's sheets, type and direction, they
run in two looks that have each width and each color scheme once: longer words can
change what fits, not a color; on the desk in one look each, which differ from each
other. The full matrix would take twice as long.

At each width all rules run once, and in the other color scheme those that look at
colors: what is there and how large it is does not change with the scheme.

Only violations are handed back: handing back what passed takes as long as the check.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from civic.languages import CODES
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import PageCase, administrator, every_page

LOOKS = [
    (PHONE, "light"),
    (PHONE, "dark"),
    (DESKTOP, "dark"),
    (DESKTOP, "light"),
]
WHOLE = ("en", "fa")
LOOK_OF_DESK = {"vi": LOOKS[0], "pl": LOOKS[1], "it": LOOKS[2]}
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,  # sheets are read by a rule that does not run
}
COLORS = {**OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"]}
AXE = Axe().axe_script
VIOLATIONS = """async (options) => (await axe.run(options)).violations.map(
    ({id, help, nodes}) =>
        `${id}: ${help}: ${nodes.slice(0, 3).map(({html}) => html.slice(0, 200))}`
)"""


def looks(case: PageCase, language: str) -> list[tuple[dict[str, int], str]]:
    if language in WHOLE:
        return LOOKS
    return [LOOKS[0], LOOKS[2]] if case.is_public else [LOOK_OF_DESK[language]]


def violations(page: Page, case: PageCase, language: str) -> list[str]:
    address = case.address(language)
    response = page.goto(address)
    if response.status != 200:
        return [f"{address} answered {response.status}"]
    page.evaluate(AXE)
    found, seen = [], []
    for size, scheme in looks(case, language):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        options = COLORS if size in seen else OPTIONS
        seen.append(size)
        found += [
            f"{address} {size['width']} {scheme}: {text}"
            for text in page.evaluate(VIOLATIONS, options)
        ]
    return found


def test_every_page_has_no_violation(demonstration, browser_as, new_page):
    # axe is put into the page by script, which the policy of the pages forbids.
    # A color on its way to another scheme's is no color of the page.
    options = {"bypass_csp": True, "reduced_motion": "reduce"}
    anonymous = new_page(**options)
    signed_in = browser_as(administrator(), new_page(**options))

    found = [
        text
        for case in every_page()
        for language in CODES
        for text in violations(
            anonymous if case.is_public else signed_in, case, language
        )
    ]

    assert found == []
