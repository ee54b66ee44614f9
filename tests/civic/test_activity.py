import datetime as dt

import pytest
import time_machine

from civic.activity import record
from civic.models import Activity
from tests.factories import BranchFactory, UserFactory


def test_record_says_who_did_what_to_which_object_and_when(editor):
    branch = BranchFactory()
    moment = dt.datetime(2025, 11, 3, 12, tzinfo=dt.UTC)

    with time_machine.travel(moment, tick=False):
        record("close", branch, actor=editor, was="open", people=3)

    row = Activity.objects.get()
    assert (row.actor, row.verb) == (editor, "close")
    assert (row.subject_type, row.subject_id) == ("civic.branch", str(branch.pk))
    assert row.details == {"was": "open", "people": 3}
    assert row.recorded_at == moment
    assert str(row) == f"close civic.branch {branch.pk}"


def test_record_without_a_person_is_the_portals_own(db):
    record("purge", BranchFactory(), actor=None)

    assert Activity.objects.get().actor is None


def test_what_someone_did_stays_when_the_account_goes(db):
    person = UserFactory()
    record("close", BranchFactory(), actor=person)

    person.delete()

    assert Activity.objects.get().actor is None


def test_newest_activity_comes_first(editor):
    branch = BranchFactory()
    for verb in ("open", "close"):
        record(verb, branch, actor=editor)

    assert list(Activity.objects.values_list("verb", flat=True)) == ["close", "open"]


@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_nobody_touches_the_record_by_hand(as_user, db, action):
    root = UserFactory(is_staff=True, is_superuser=True)
    record("close", BranchFactory(), actor=root)
    pk = "" if action == "add" else f"{Activity.objects.get().pk}/"

    response = as_user(root).post(f"/admin/civic/activity/{pk}{action}/", {"verb": "x"})

    assert response.status_code == 403
    assert list(Activity.objects.values_list("verb", flat=True)) == ["close"]
