"""``manage.py demo``: repeatable, all or nothing, and only where it is wanted."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from modeltranslation.translator import translator

from civic.management.demonstration.texts import part
from civic.models import District, User
from engagement.evidence import evidence_for
from engagement.models import CodedAnswer, Conversation, OutreachEvent
from surveys.models import Response, Survey


@pytest.fixture
def demo(db, settings):
    """A function that runs the command as on a developer's machine."""
    settings.DEBUG = True
    return lambda *arguments: call_command("demo", *arguments)


def row_counts():
    models = (
        *translator.get_registered_models(abstract=False),
        *(Conversation, Response, User),
    )
    return {model.__name__: model._default_manager.count() for model in models}


def test_demo_again_doubles_nothing(demo):
    demo()
    before = row_counts()
    demo()
    assert row_counts() == before


def test_demo_again_leaves_an_event_with_entries_on_its_day(demo):
    demo()
    event = OutreachEvent.objects.get(slug="market-stall")
    entry = Conversation.objects.first()
    entry.event = event
    entry.save()
    OutreachEvent.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at - dt.timedelta(days=30)
    )
    demo()
    before = event.starts_at
    event.refresh_from_db()
    assert event.starts_at == before - dt.timedelta(days=30)


def test_demo_scale_multiplies_conversations_and_responses(demo):
    demo("--scale", "2")
    evidence = evidence_for(dt.date(2025, 7, 1), dt.date(2025, 10, 31))
    assert evidence.people_heard == 2 * 984
    community = Response.objects.filter(survey__slug="community")
    assert community.exclude(collector__kind="paper").count() == 2 * 240
    assert community.filter(collector__kind="paper").count() == 8


@pytest.mark.parametrize("scale", ["0", "-1", "many", "1.5"])
def test_demo_refuses_a_scale_that_is_no_number(demo, scale):
    with pytest.raises(CommandError, match="is not a whole number from 1 up"):
        demo(f"--scale={scale}")


def test_demo_that_fails_leaves_nothing(demo, monkeypatch):
    monkeypatch.delitem(part("summaries", "fa")["commitments"], "drawing")
    with pytest.raises(KeyError, match=r"content/fa/summaries\.toml has no text"):
        demo()
    assert not District.objects.exists()
    assert not Survey.objects.exists()


def test_demo_refuses_outside_debug(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="add --yes"):
        call_command("demo")
    assert not Survey.objects.exists()


def test_demo_outside_debug_makes_no_accounts(db, settings):
    settings.DEBUG = False
    call_command("demo", "--yes")
    assert Survey.objects.count() == 4
    assert not User.objects.exists()


def test_demo_if_empty_leaves_content_alone(demo):
    Survey.objects.create(slug="own", title_en="Our own")
    demo("--if-empty")
    assert Survey.objects.count() == 1


def test_demo_if_empty_loads_and_says_what_there_is(demo, capsys):
    demo("--if-empty")
    assert capsys.readouterr().out == (
        "Demonstration data: 10 districts, 23 branches, 4 surveys and guides, "
        f"48 outreach events, {Conversation.objects.count()} logged entries, "
        f"248 survey responses, 37 themes, {CodedAnswer.objects.count()} coded "
        "answers, 5 summaries, 8 commitments, 25 comments, 5 subscribers.\n"
    )
