"""The demonstration data: complete, repeatable, and adding up as reported."""

import pytest
from django.core.management import CommandError, call_command
from modeltranslation.translator import translator

from civic import languages
from civic.models import Branch, District
from surveys.models import Question, Survey


@pytest.fixture
def demo(db, settings):
    """A function that loads the demonstration data."""
    settings.DEBUG = True
    return lambda *arguments: call_command("demo", *arguments)


def missing_texts():
    """Every translated text that some language has and another lacks."""
    found = []
    for model in translator.get_registered_models(abstract=False):
        fields = translator.get_options_for_model(model).fields
        for instance in model._default_manager.all():
            for field in fields:
                filled = {
                    code: bool(getattr(instance, f"{field}_{code}"))
                    for code in languages.CODES
                }
                if any(filled.values()) and not all(filled.values()):
                    found += [
                        (model.__name__, str(instance), field, code)
                        for code, is_filled in filled.items()
                        if not is_filled
                    ]
    return found


def test_demo_loads_places_and_surveys(demo):
    demo()
    assert District.objects.count() == 10
    assert Branch.objects.count() == 23
    assert set(Survey.objects.values_list("slug", "purpose", "status")) == {
        ("community", "survey", "open"),
        ("library-use-2025", "guide", "open"),
        ("ask-2022", "guide", "closed"),
    }


def test_demo_has_all_texts_in_all_languages(demo):
    demo()
    assert missing_texts() == []


def test_demo_community_has_every_kind_of_question(demo):
    demo()
    kinds = Question.objects.filter(survey__slug="community").values_list(
        "kind", flat=True
    )
    assert set(kinds) == set(Question.Kind.values)


def test_demo_refuses_outside_debug(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="add --yes"):
        call_command("demo")
    assert not Survey.objects.exists()


def test_demo_outside_debug_with_yes(db, settings):
    settings.DEBUG = False
    call_command("demo", "--yes")
    assert Survey.objects.count() == 3


def test_demo_if_empty_leaves_content_alone(demo):
    Survey.objects.create(slug="own", title_en="Our own")
    demo("--if-empty")
    assert Survey.objects.count() == 1
