"""A first visit to a public page: at most six requests and 60 kB, nothing elsewhere.

The page is counted as it is, since it may be sent uncompressed; files are collected
compressed, and counted as browsers that know nothing newer than gzip get them.
"""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from engagement.actions import publish_summary
from engagement.models import OutreachEvent
from tests.civic.outlines import square
from tests.engagement.coded_answers import ThemeFactory
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.writing import commitment_of, fall_summary
from tests.factories import DistrictFactory
from tests.surveys.factories import CollectorFactory, community_survey

MOST_REQUESTS = 6
MOST_BYTES = 60_000
LINKED = re.compile(
    r'<link rel="stylesheet" href="/static/([^"]+)"'
    r'|<script[^>]* src="/static/([^"]+)"'
    r'|<use href="/static/([^"#]+)'
    r'|<img[^>]* src="/static/([^"]+)"'
)

PAGES = [
    "",
    "events/",
    "events/month/",
    "events/map/",
    "events/street-fair/",
    "surveys/",
    "surveys/community/",
    "surveys/community/results/",
    "summaries/",
    "summaries/2025/fall/",
    "summaries/2025/fall/comments/",
    "commitments/",
    "summaries/2025/fall/you-said-we-did/",
    "themes/",
    "themes/homes/",
    "subscribe/",
    "about/accessibility/",
    "about/privacy/",
    "accounts/login/",
]


def files_of(page: str) -> set[str]:
    return {name for match in LINKED.findall(page) for name in match if name}


@pytest.fixture
def pages(db):
    """What the pages are about."""
    survey = community_survey(slug="community", results_policy="live")
    CollectorFactory(survey=survey)
    district = DistrictFactory(outline=square(-122, 37))
    where = {"district": district, "latitude": 37.05, "longitude": -121.95}
    OutreachEventFactory(slug="street-fair", **where)
    autumn = dt.datetime(2025, 10, 1, 19, tzinfo=dt.UTC)
    ConversationFactory(event=OutreachEventFactory(starts_at=autumn))
    summary = fall_summary()
    commitment_of(summary)
    publish_summary(summary, actor=None)
    ThemeFactory(parent=ThemeFactory(code="homes"))


def size_of(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("path", PAGES)
def test_first_visit_stays_within_the_budget(client, pages, path, language):
    response = client.get(f"/{language}/{path}")
    files = files_of(response.content.decode())
    assert response.status_code == 200
    assert 1 + len(files) <= MOST_REQUESTS
    assert len(response.content) + sum(map(size_of, files)) <= MOST_BYTES


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("path", ["events/", "events/month/", "events/map/"])
def test_full_page_of_events_stays_within_the_budget(client, pages, path, language):
    event = OutreachEvent.objects.get(slug="street-fair")
    for _number in range(99):
        OutreachEventFactory(
            district=event.district,
            branches=event.branches.all(),
            languages=["en", "fa"],
            latitude=event.latitude,
            longitude=event.longitude,
        )
    response = client.get(f"/{language}/{path}")
    files = files_of(response.content.decode())
    on_the_way = len(response.content) + sum(map(size_of, files))
    assert response.status_code == 200
    assert on_the_way <= MOST_BYTES
