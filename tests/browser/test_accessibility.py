"""axe-core on every page in every language, phone and desktop, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from civic.languages import LANGUAGES
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import PageCase, administrator, every_page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}}
# What a width or a color scheme can change once the structure was checked.
APPEARANCE = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
LOOKS = [
    (PHONE, "light", EVERYTHING),
    (PHONE, "dark", APPEARANCE),
    (DESKTOP, "light", APPEARANCE),
    (DESKTOP, "dark", EVERYTHING),
]
AXE = Axe().axe_script


def violations(page: Page, case: PageCase, language: str) -> list[str]:
    response = page.goto(case.address(language))
    if response.status != 200:
        return [f"{case.address(language)} answered {response.status}"]
    page.evaluate(AXE)
    found = []
    for size, scheme, options in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("options => axe.run(options)", options)
        found += [
            f"{case.address(language)} {size['width']} {scheme}: {each['id']}: "
            f"{each['help']}: {[node['html'][:200] for node in each['nodes'][:3]]}"
            for each in result["violations"]
        ]
    return found


@pytest.mark.parametrize("language", [each.code for each in LANGUAGES])
def test_every_page_has_no_violation(demonstration, browser_as, new_page, language):
    # axe is put into the page by script, which the policy of the pages forbids.
    anonymous = new_page(bypass_csp=True, reduced_motion="reduce")
    signed_in = browser_as(
        administrator(), new_page(bypass_csp=True, reduced_motion="reduce")
    )

    found = [
        text
        for case in every_page()
        for text in violations(
            anonymous if case.is_public else signed_in, case, language
        )
    ]

    assert found == []
