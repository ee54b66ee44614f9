"""A table of residents brought in without a script, and what the pages then show."""

import pytest
from playwright.sync_api import expect

from engagement.models import PopulationTable
from tests.engagement.residents import csv_file, whole_file
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db(transaction=True)


def a_file(content: bytes) -> dict:
    return {"name": "residents.csv", "mimeType": "text/csv", "buffer": content}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_residents_are_imported_after_the_wrong_rows_were_mended(
    editor, browser_as, without_script, language
):
    DistrictFactory(code="west", name_en="West Side", name_fa="ناحیهٔ غرب")
    page = browser_as(editor, without_script)
    page.goto(f"/{language}/desk/events/coverage/")
    page.locator(".empty a").click()

    page.locator(f"[name=source_{language}]").fill("Census")
    page.locator("[name=year]").fill("۲۰۲۴" if language == "fa" else "2024")
    page.locator("[name=file]").set_input_files(
        a_file(csv_file("west,,,1", "nord,,,2"))
    )
    page.locator("#desk-form .actions .button").first.click()
    problem = page.locator(".population-problems tbody tr")
    expect(problem).to_have_count(1)
    expect(problem.locator("th")).to_have_text("۳" if language == "fa" else "3")
    expect(problem.locator("td")).to_contain_text("nord")
    expect(page.locator(f"[name=source_{language}]")).to_have_value("Census")

    page.locator("[name=file]").set_input_files(a_file(whole_file({"west": 1200})))
    page.locator("#desk-form .actions .button").first.click()
    shown = "۱٬۲۰۰" if language == "fa" else "1,200"
    expect(page.locator(".population-preview").first).to_contain_text(shown)
    assert not PopulationTable.objects.exists()
    page.locator("#desk-form .actions .button").first.click()

    expect(page.locator(".notice[data-kind=good]").first).to_be_visible()
    expect(page.locator(".coverage")).to_have_count(3)
    assert PopulationTable.objects.get().is_in_force
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == page.viewport_size["width"]
