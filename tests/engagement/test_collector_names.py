"""What the collectors of events are called."""

import pytest
from django.utils import translation

from engagement.collector_names import names_by_events
from tests.engagement.factories import OutreachEventFactory
from tests.surveys.factories import CollectorFactory

pytestmark = pytest.mark.django_db


def test_collectors_are_called_as_their_own_events_in_one_query(
    django_assert_num_queries,
):
    found = {}
    for en, fa in [("Market stall", "غرفهٔ بازار"), ("Story hour", "ساعت قصه")]:
        event = OutreachEventFactory(title_en=en, title_fa=fa)
        named, renamed = CollectorFactory(name=en), CollectorFactory(name="At the door")
        event.collectors.add(named, renamed)
        found |= {named: fa, renamed: None}
    found[CollectorFactory(name="Market stall")] = None  # belongs to no event

    with translation.override("fa"), django_assert_num_queries(1):
        names = names_by_events(list(found))

    assert names == {one.pk: name for one, name in found.items() if name}
