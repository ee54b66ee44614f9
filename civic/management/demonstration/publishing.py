"""The way of the demonstration's summaries: reviewed, published, one corrected."""

import datetime as dt
from typing import Any

from civic import languages
from civic.management.demonstration.moments import city_moment
from civic.management.demonstration.texts import columns, part
from civic.models import User
from civic.roles import Role
from engagement.actions import correct_summary, publish_summary
from engagement.models import Summary
from engagement.summary_languages import hash_of
from engagement.untranslated import parts_of

ORIGINAL = "en"
STILL_TO_BE_READ = ("fa", "it")  # of the summary that is being translated
MISPRINTED, MEANT = "236", "263"
A_DAY = dt.timedelta(days=1)


Staff = dict[str, User]  # by role; empty where the demonstration has no accounts


def bring_on_its_way(summary: Summary, quarter: Any, staff: Staff) -> None:
    """Do what editors and translators would, then set plausible days."""
    if not quarter.published:
        began = city_moment("2025-12-01 10:00")
        _approve(summary, staff, began)
        _review(summary, staff, began, except_for=STILL_TO_BE_READ)
        return
    published = city_moment(quarter.published)
    _approve(summary, staff, published - 5 * A_DAY)
    if quarter.corrected:
        _misprint(summary)
    _review(summary, staff, published - A_DAY)
    publish_summary(summary, actor=staff.get(Role.EDITOR))
    _set_day(summary, published, number=1)
    if quarter.corrected:
        _correct(summary, staff, city_moment(quarter.corrected))


def _approve(summary: Summary, staff: Staff, moment: dt.datetime) -> None:
    states = Summary.Status
    for before, after, by in (
        (states.DRAFT, states.REVIEW, staff.get(Role.EDITOR)),
        (states.REVIEW, states.TRANSLATION, staff.get(Role.ADMIN)),
    ):
        summary.steps.create(before=before, after=after, taken_by=by, taken_at=moment)
        moment += A_DAY
    summary.status = states.TRANSLATION
    summary.save()


def _review(
    summary: Summary,
    staff: Staff,
    moment: dt.datetime,
    except_for: tuple[str, ...] = (),
) -> None:
    parts = parts_of(summary)
    summary.reviews.all().delete()
    for code in languages.CODES:
        reader = Role.ADMIN if code == ORIGINAL else Role.TRANSLATOR
        if code not in except_for:
            summary.reviews.create(
                language=code,
                is_original=code == ORIGINAL,
                texts_hash=hash_of(parts, code, ORIGINAL),
                reviewed_by=staff.get(reader),
                reviewed_at=moment,
            )


def _misprint(summary: Summary) -> None:
    """Swap two digits in the introduction, in each language's digits."""
    for code in languages.CODES:
        name = f"introduction_{code}"
        right, wrong = map(languages.BY_CODE[code].with_digits, (MEANT, MISPRINTED))
        setattr(summary, name, getattr(summary, name).replace(right, wrong))
    summary.save()


def _correct(summary: Summary, staff: Staff, moment: dt.datetime) -> None:
    place = f"{summary.year}-{summary.season}"
    right = columns("introduction", "summaries", "summaries", place, "introduction")
    summary.refresh_from_db()
    for name, text in right.items():
        setattr(summary, name, text)
    summary.save()
    _review(summary, staff, moment - A_DAY)
    note = {
        code: part("summaries", code)["summaries"][place]["correction"]
        for code in languages.CODES
    }
    correct_summary(summary, note=note, actor=staff.get(Role.EDITOR))
    _set_day(summary, moment, number=2)


def _set_day(summary: Summary, moment: dt.datetime, *, number: int) -> None:
    """The summary keeps the day of its first version."""
    if number == 1:
        Summary.objects.filter(pk=summary.pk).update(published_at=moment)
    summary.versions.filter(number=number).update(published_at=moment)
    states = {1: Summary.Status.PUBLISHED, 2: Summary.Status.CORRECTED}
    summary.steps.filter(after=states[number]).update(taken_at=moment)
