"""A real Celery worker, over a broker of its own, on the tests' database."""

import datetime as dt
import os
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import timezone

from civic.celery import app
from civic.embedded_valkey import Valkey
from surveys import tallying
from surveys.models import Collector, Draft, Response, Tally, UnfoldedResponse
from surveys.tasks import fold_responses, purge_drafts
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    one_page_survey,
)
from tests.surveys.forms_in_pages import send

PATIENCE = 60  # seconds; usually it takes a few


@pytest.fixture
def broker(tmp_path_factory):
    """A Valkey of this test's own, which may be stopped and started."""
    folder = tmp_path_factory.mktemp("broker")
    valkey = Valkey(folder, folder, durable=False)
    valkey.start()
    yield valkey
    valkey.stop()


def address_of_database() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.fixture
def worker(broker, transactional_db):
    environment = os.environ | {
        "DATABASE_URL": address_of_database(),
        "REDIS_URL": broker.address,
        "SECRET_KEY": configured.SECRET_KEY,
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "--quiet", "--app=civic", "worker"),
            *("--pool=solo", "--loglevel=ERROR", "--without-gossip"),
            *("--without-mingle", "--without-heartbeat"),
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    process.wait(20)


def ask_for(task, broker) -> None:
    """Put the task where beat puts it, on this test's broker."""
    address = f"redis+socket://{broker.socket}"
    with app.connection_for_write(address) as to_broker:
        task.apply_async(connection=to_broker)


def comes_true(is_so) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def is_queue_empty() -> bool:
    return not UnfoldedResponse.objects.exists()


def submit(client, survey, choice) -> int:
    page = client.get(survey.get_absolute_url())
    return send(client, page, visits=choice).status_code


def test_worker_folds_what_was_submitted_and_purges_drafts(client, worker, broker):
    survey = one_page_survey()
    CollectorFactory(survey=survey, kind=Collector.Kind.LINK)
    stale = Draft.objects.create(
        submission="00000000-0000-4000-8000-000000000001",
        survey=survey,
        collector=survey.collectors.get(),
        started_at=timezone.now(),
    )
    Draft.objects.filter(pk=stale.pk).update(
        saved_at=timezone.now() - dt.timedelta(days=99)
    )

    statuses = [submit(client, survey, choice) for choice in ("weekly", "never")]
    ask_for(fold_responses, broker)
    ask_for(fold_responses, broker)
    ask_for(purge_drafts, broker)

    assert statuses == [303, 303]
    assert comes_true(is_queue_empty)
    assert comes_true(lambda: not Draft.objects.filter(pk=stale.pk).exists())
    assert Tally.objects.get(choice="weekly").people == 1
    assert tallying.count_differences() == 0


def test_work_is_caught_up_when_the_broker_returns(client, worker, broker, settings):
    survey = one_page_survey()
    CollectorFactory(survey=survey, kind=Collector.Kind.LINK)
    ResponseFactory(survey=survey, collector=survey.collectors.get())
    ask_for(fold_responses, broker)
    assert comes_true(is_queue_empty)  # the worker is there, and then its broker goes
    broker.stop()
    settings.CACHES = {
        "default": configured.CACHES["default"] | {"LOCATION": broker.address}
    }

    statuses = [submit(client, survey, choice) for choice in ("weekly", "never")]
    assert statuses == [303, 303]
    assert UnfoldedResponse.objects.count() == 2

    broker.start()
    ask_for(fold_responses, broker)

    assert comes_true(is_queue_empty)
    assert worker.poll() is None
    assert Response.objects.count() == 3
    assert tallying.count_differences() == 0
