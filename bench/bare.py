"""The ceiling: Django with two views and nothing else.

It gives out bytes that were built once, with a fresh token put in for each visitor;
validates the portal's own form; writes one row of JSON; redirects. BENCH_BYTES names
the folder with the pages' bytes.
"""

import json
import os
import secrets
from pathlib import Path
from uuid import uuid4

import django
from django.conf import settings

if not settings.configured:
    from civic import settings as portal

    SAME = (
        *("DATABASES", "SECRET_KEY", "USE_TZ", "DEFAULT_AUTO_FIELD"),
        *("AUTH_USER_MODEL", "LANGUAGES", "MODELTRANSLATION_DEFAULT_LANGUAGE"),
        "STORAGES",  # the survey's models name one
    )
    settings.configure(
        **{name: getattr(portal, name) for name in SAME},
        # What the form needs, and no more.
        INSTALLED_APPS=[
            "modeltranslation",
            "civic.apps.CivicConfig",
            "surveys.apps.SurveysConfig",
            "django.contrib.auth",
            "django.contrib.contenttypes",
        ],
        MIDDLEWARE=[],
        ROOT_URLCONF="bench.bare",
        ALLOWED_HOSTS=["*"],
        LOGGING_CONFIG=None,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.urls import path

from surveys.forms import SurveyPageForm, page_form_class
from surveys.models import Page

BYTES = Path(os.environ["BENCH_BYTES"])
INSERT = "INSERT INTO bench_row (id, answers) VALUES (%s, %s)"
# Each page with the survey and page that its form is, and where it leads.
STEPS = {
    "one": ("bench-one", 1, "/thanks/"),
    "three-1": ("bench-three", 1, "/three-2/"),
    "three-2": ("bench-three", 2, "/three-3/"),
    "three-3": ("bench-three", 3, "/thanks/"),
}


def _parts(name: str) -> list[bytes]:
    return (BYTES / f"{name}.html").read_bytes().split(b"@@")


def _form(survey: str, position: int) -> type[SurveyPageForm]:
    pages = Page.objects.prefetch_related("questions__choices")
    return page_form_class(pages.get(survey__slug=survey, position=position), [])


PAGES = {name: _parts(name) for name in (*STEPS, "thanks")}
PLAIN = {file.stem: file.read_bytes() for file in BYTES.glob("plain-*.html")}
FORMS = {name: _form(slug, number) for name, (slug, number, _next) in STEPS.items()}
NEXT = {name: step[-1] for name, step in STEPS.items()}
connection.close()


def form_page(name: str) -> HttpResponse:
    """The survey's page: text, submission, text, token, text."""
    before, between, after = PAGES[name]
    fresh = str(uuid4()).encode(), secrets.token_hex(38).encode()
    return HttpResponse(b"".join((before, fresh[0], between, fresh[1], after)))


def survey(request: HttpRequest, name: str) -> HttpResponse:
    if request.method == "GET":
        return form_page(name)
    form = FORMS[name](request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(json.dumps(form.errors))
    # A page's own row: the submission names the visit, not the row.
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid4(), json.dumps(form.answers())])
    return HttpResponseRedirect(NEXT[name], status=303)


def plain(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is the same for everyone."""
    return HttpResponse(PLAIN[name])


def thanks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"".join(PAGES["thanks"]))


urlpatterns = [
    path("thanks/", thanks),
    path("plain/<name>/", plain),
    path("<name>/", survey),
]
application = get_wsgi_application()
