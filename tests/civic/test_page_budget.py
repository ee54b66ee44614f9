"""A first visit to a public page: at most six requests and 60 kB, nothing elsewhere.

Counted uncompressed, which is more than goes over the wire.
"""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

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
    "surveys/",
    "surveys/community/",
    "summaries/",
    "commitments/",
    "about/accessibility/",
    "about/privacy/",
    "accounts/login/",
]


def files_of(page: str) -> set[str]:
    return {name for match in LINKED.findall(page) for name in match if name}


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("path", PAGES)
def test_first_visit_stays_within_the_budget(client, db, path, language):
    CollectorFactory(survey=community_survey(slug="community"))
    commitment_of(fall_summary())
    response = client.get(f"/{language}/{path}")
    files = files_of(response.content.decode())
    sizes = [Path(finders.find(name)).stat().st_size for name in files]
    assert response.status_code == 200
    assert 1 + len(files) <= MOST_REQUESTS
    assert len(response.content) + sum(sizes) <= MOST_BYTES
