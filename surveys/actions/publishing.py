"""A survey's way into the open and out of it: publish, close, reopen, withdraw."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic import languages, numbers
from civic.activity import record
from civic.models import User
from surveys.checks import Finding, blocking
from surveys.models import Collector, Draft, Survey

LONGEST_SLUG = 120  # of a collector
Status = Survey.Status


class Refused(Exception):
    """A change of a survey's state that is not possible now; says why and what to do.

    ``findings`` are what stands against publication, where that was asked for.
    """

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)


def _locked(survey: Survey) -> Survey:
    """Lock all versions of the survey, in one order, and return this one."""
    family = Survey.objects.filter(family=survey.family).order_by("version")
    versions = list(family.select_for_update(no_key=True))
    return next(one for one in versions if one.pk == survey.pk)


@transaction.atomic
def publish_survey(
    survey: Survey,
    *,
    actor: User | None,
    opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None,
) -> Survey:
    """Open a draft, now or at ``opens_at``; older versions close at that moment.

    Refused while something stands against it (see ``checks``). Publishing a second
    time changes nothing.
    """
    survey = _locked(survey)
    if survey.status == Status.OPEN:
        return survey
    if survey.status == Status.CLOSED:
        raise Refused(_("This survey is closed: reopen it instead."))
    _refuse_dates(opens_at, closes_at)
    _refuse_beside_newer(survey)
    found = blocking(Survey.objects.with_questions().get(pk=survey.pk))
    if found:
        raise Refused(_("The survey is not ready to be published."), found)
    survey.status, survey.opens_at, survey.closes_at = Status.OPEN, opens_at, closes_at
    survey.save(update_fields=["status", "opens_at", "closes_at"])
    for older in _open_versions_before(survey):
        _end(older, at=opens_at or timezone.now())
        record("closed_for_newer_version", older, actor=actor, version=survey.version)
    _lead_collectors_on(survey)
    record("published_survey", survey, actor=actor, **_dates(survey))
    return survey


@transaction.atomic
def change_dates(
    survey: Survey,
    *,
    actor: User | None,
    opens_at: dt.datetime | None,
    closes_at: dt.datetime | None,
) -> Survey:
    """Set when a published survey opens and closes.

    One that is open already keeps its beginning.
    """
    survey = _locked(survey)
    if survey.status != Status.OPEN:
        raise Refused(_("This survey is not published: publish or reopen it."))
    if not survey.opens_later:
        opens_at = survey.opens_at
    if (opens_at, closes_at) == (survey.opens_at, survey.closes_at):
        return survey
    _refuse_dates(opens_at, closes_at)
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.save(update_fields=["opens_at", "closes_at"])
    record("changed_dates", survey, actor=actor, **_dates(survey))
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, actor: User | None) -> Survey:
    """Take no more answers from now on; closing a second time changes nothing."""
    survey = _locked(survey)
    if survey.status == Status.CLOSED:
        return survey
    if survey.status == Status.DRAFT:
        raise Refused(_("This survey is a draft: it takes no answers yet."))
    if survey.opens_later:
        raise Refused(_("This survey has not opened yet: take it back to draft."))
    survey.status = Status.CLOSED
    if survey.closes_at is None or survey.closes_at > timezone.now():
        survey.closes_at = timezone.now()
    survey.save(update_fields=["status", "closes_at"])
    record("closed_survey", survey, actor=actor)
    return survey


@transaction.atomic
def reopen_survey(
    survey: Survey, *, actor: User | None, closes_at: dt.datetime | None = None
) -> Survey:
    """Take answers again, until ``closes_at`` or until it is closed.

    Refused beside a newer version that is published: answers would be split.
    """
    survey = _locked(survey)
    if survey.is_open:
        return survey
    if survey.status == Status.DRAFT:
        raise Refused(_("This survey is a draft: publish it instead."))
    if survey.opens_later:
        raise Refused(_("This survey opens later: change its dates instead."))
    _refuse_dates(None, closes_at)
    _refuse_beside_newer(survey)
    survey.status, survey.closes_at = Status.OPEN, closes_at
    survey.save(update_fields=["status", "closes_at"])
    record("reopened_survey", survey, actor=actor, **_dates(survey))
    return survey


@transaction.atomic
def withdraw_survey(survey: Survey, *, actor: User | None) -> Survey:
    """Make a published survey a draft again, as long as nobody has answered it.

    The lock keeps a first answer out until this is done.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    survey = _locked(survey)
    if survey.status == Status.DRAFT:
        return survey
    if survey.has_answers:
        raise Refused(
            _(
                "This survey has answers, so it cannot become a draft again: correct "
                "its wording, or make a new version."
            )
        )
    survey.status, survey.opens_at, survey.closes_at = Status.DRAFT, None, None
    survey.save(update_fields=["status", "opens_at", "closes_at"])
    record("withdrew_survey", survey, actor=actor)
    return survey


# What stands against it


def _refuse_dates(opens_at: dt.datetime | None, closes_at: dt.datetime | None) -> None:
    now = timezone.now()
    if closes_at is not None and closes_at <= now:
        raise Refused(_("The closing time is in the past: choose a later one."))
    if closes_at is not None and opens_at is not None and closes_at <= opens_at:
        raise Refused(_("The survey must close after it opens."))


def _refuse_beside_newer(survey: Survey) -> None:
    newer = (
        Survey.objects.filter(family=survey.family, version__gt=survey.version)
        .exclude(status=Status.DRAFT)
        .order_by("-version")
        .first()
    )
    if newer is not None:
        shown = numbers.number(newer.version, languages.current())
        raise Refused(
            _(
                "Version %(version)s of this survey is published already: only the "
                "newest takes answers."
            )
            % {"version": shown}
        )


# Older versions and their collectors


def _open_versions_before(survey: Survey) -> list[Survey]:
    older = Survey.objects.filter(family=survey.family, version__lt=survey.version)
    return list(older.filter(status=Status.OPEN))


def _end(survey: Survey, *, at: dt.datetime) -> None:
    """Let a survey take answers until ``at`` and no longer."""
    if survey.opens_at is not None and survey.opens_at >= at:
        survey.opens_at = None  # it never opens
    if survey.closes_at is None or survey.closes_at > at:
        survey.closes_at = at
    if at <= timezone.now():
        survey.status = Status.CLOSED
    survey.save(update_fields=["status", "opens_at", "closes_at"])


def _lead_collectors_on(survey: Survey) -> None:
    """Give each collector of the version before a twin here, so that codes lead on.

    Not those of conversations: staff open the newest guide, and no code leads there.
    """
    older = (
        Collector.objects.filter(
            survey__family=survey.family,
            survey__version__lt=survey.version,
            successor=None,
        )
        .exclude(kind=Collector.Kind.CONVERSATION)
        .select_related("survey")
    )
    for collector in older:
        collector.successor = _twin(collector, survey)
        collector.save(update_fields=["successor"])


def _twin(collector: Collector, survey: Survey) -> Collector:
    return Collector.objects.create(
        survey=survey,
        kind=collector.kind,
        slug=_slug_of_twin(collector, survey),
        name=collector.name,
        is_active=collector.is_active,
        pin_hash=collector.pin_hash,
        idle_seconds=collector.idle_seconds,
    )


def _slug_of_twin(collector: Collector, survey: Survey) -> str:
    """The older address with the version's number; the web's follows the survey's."""
    if collector.slug == f"{collector.survey.slug}-web":
        wanted = f"{survey.slug}-web"
    else:
        base = collector.slug.removesuffix(f"-{collector.survey.version}")
        wanted = f"{base}-{survey.version}"
    return free_slug(Collector, wanted, LONGEST_SLUG)


def free_slug(model: type[Survey] | type[Collector], wanted: str, longest: int) -> str:
    """Return ``wanted``, or with the first number behind it that is not taken."""
    candidate, number = wanted[:longest], 1
    while model._default_manager.filter(slug=candidate).exists():
        number += 1
        ending = f"-{number}"
        candidate = f"{wanted[: longest - len(ending)]}{ending}"
    return candidate


def _dates(survey: Survey) -> dict[str, str | None]:
    return {
        "opens_at": survey.opens_at.isoformat() if survey.opens_at else None,
        "closes_at": survey.closes_at.isoformat() if survey.closes_at else None,
    }


def answers_under_way(survey: Survey) -> int:
    """Return how many people have begun and not sent what would close.

    Of a draft these are the older versions, which close when it is published.
    """
    closing = Survey.objects.filter(family=survey.family, status=Survey.Status.OPEN)
    if survey.status == Survey.Status.OPEN:
        closing = closing.filter(pk=survey.pk)
    return Draft.objects.filter(survey__in=closing).count()
