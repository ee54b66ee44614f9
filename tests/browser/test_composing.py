"""An editor composes a summary from what the portal proposes."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from engagement.models import Summary
from tests.engagement.listening import Listening
from tests.engagement.test_evidence_sources import code, theme
from tests.engagement.writing import fall_summary

SENTENCES = {"en": "We heard 48 people.", "fa": "۴۸"}


@pytest.fixture
def draft(transactional_db):
    listening = Listening()
    market = listening.event()
    quiet = theme("quiet", name_fa="سکوت")
    code(listening.entry(market, {"WISH": "A quiet room"}, people=40), quiet)
    code(listening.note(market, {"WISH": "Quiet"}, people=8), quiet)
    return fall_summary()


def address(language, draft):
    return f"/{language}/desk/summaries/{draft.pk}/"


def press(page, name):
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_editor_takes_proposals_over(draft, editor, browser_as, phone, language):
    page = browser_as(editor, phone)
    with translation.override(language):
        page.goto(address(language, draft))
        page.locator("button[value=people_heard]").click()
        expect(page.locator("#introduction")).to_contain_text(SENTENCES[language])

        page.locator("button[name=theme][value=quiet]").first.click()
        page.fill(f"[name=wants_{language}]", "Quiet rooms / اتاق ساکت")
        press(page, gettext("Save"))
        expect(page.locator("#findings")).to_contain_text("اتاق ساکت")

        page.get_by_role("link", name=gettext("Choose what it rests on")).click()
        page.locator("[name=theme]").select_option("quiet")
        notice = page.locator("[data-chosen] .notice")
        expect(notice).to_have_attribute("data-kind", "warn")  # it is there already
        page.locator("[name=setting]").select_option("market")
        expect(notice).to_have_attribute("data-kind", "info")
        press(page, gettext("Add these answers"))
        expect(page.locator("#sets-title ~ .parts > li")).to_have_count(2)

    [finding] = Summary.objects.get().findings.all()
    assert finding.evidence.count() == 2


def test_composer_fits_a_phone(draft, editor, browser_as, phone):
    page = browser_as(editor, phone)
    finding = draft.findings.create(title_en="Quiet")
    for path in ("", "findings/new/", f"findings/{finding.pk}/evidence/"):
        page.goto(address("fa", draft) + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (path, width) == (path, page.viewport_size["width"])


def test_moved_part_keeps_the_focus_and_is_told_in_sight(
    draft, editor, browser_as, desktop
):
    first, second = (
        draft.findings.create(title_en=title, position=number)
        for number, title in enumerate(("Quiet", "Light"))
    )
    page = browser_as(editor, desktop)
    page.goto(address("en", draft))

    page.locator(f"#finding-{second.pk}").get_by_role("button", name="Move up").click()

    expect(page.locator(f"#finding-{second.pk}")).to_be_focused()
    expect(page.locator(".messages")).to_be_in_viewport()
    expect(page.locator("#findings .parts > li").first).to_contain_text("Light")
    assert first.summary == draft


@pytest.mark.parametrize("java_script", [True, False])
def test_count_only_leads_to_its_result(
    draft, editor, browser_as, new_page, java_script
):
    finding = draft.findings.create(title_en="Quiet")
    page = browser_as(editor, new_page(java_script_enabled=java_script))
    page.goto(address("en", draft) + f"findings/{finding.pk}/evidence/")
    page.locator("[name=theme]").select_option("quiet")

    press(page, "Count only")

    expect(page.locator("#chosen")).to_contain_text("48 people")
    expect(page.locator("#chosen")).to_be_in_viewport()
    expect(page.locator("#chosen")).to_be_focused()
    assert "csrf" not in page.url


@pytest.mark.parametrize("language", ["en", "fa"])
def test_form_for_one_language_folds_the_others(
    draft, translator, browser_as, phone, language
):
    type(translator).objects.update(language=language)
    translator.refresh_from_db()
    finding = draft.findings.create(title_it="Silenzio", wants_it="Più silenzio")
    page = browser_as(translator, phone)
    page.goto(address(language, draft) + f"findings/{finding.pk}/?language={language}")

    expect(page.get_by_text("Silenzio", exact=True)).to_be_visible()
    expect(page.locator(f"[name=title_{language}]")).to_be_visible()
    expect(page.locator("[name=title_vi]")).to_be_hidden()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == page.viewport_size["width"]
