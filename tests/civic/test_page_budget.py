"""A first visit to a public page: at most six requests and 60 kB, nothing elsewhere.

Counted uncompressed, which is more than goes over the wire.
"""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from engagement.actions.summaries import publish_summary
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.writing import commitment_of, fall_summary
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
    "events/street-fair/",
    "surveys/",
    "surveys/community/",
    "surveys/community/results/",
    "summaries/",
    "summaries/2025/fall/",
    "commitments/",
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
    OutreachEventFactory(slug="street-fair")
    autumn = dt.datetime(2025, 10, 1, 19, tzinfo=dt.UTC)
    ConversationFactory(event=OutreachEventFactory(starts_at=autumn))
    summary = fall_summary()
    commitment_of(summary)
    publish_summary(summary, actor=None)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("path", PAGES)
def test_first_visit_stays_within_the_budget(client, pages, path, language):
    response = client.get(f"/{language}/{path}")
    files = files_of(response.content.decode())
    sizes = [Path(finders.find(name)).stat().st_size for name in files]
    assert response.status_code == 200
    assert 1 + len(files) <= MOST_REQUESTS
    assert len(response.content) + sum(sizes) <= MOST_BYTES
