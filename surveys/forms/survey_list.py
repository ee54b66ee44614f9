"""Which surveys the desk's list shows."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.desk import STATES
from surveys.models import Response, Survey
from surveys.models.definition import SurveyQuerySet


class SurveyFilterForm(forms.Form):
    """The query string of the list: a purpose, a state, or both."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        required=False,
        choices=[("", gettext_lazy("Surveys and guides")), *Survey.Purpose.choices],
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(key, word) for key, (word, _icon) in STATES.items()]
        self.fields["state"].choices = [("", _("All states")), *states]

    def chosen(self, surveys: SurveyQuerySet) -> SurveyQuerySet:
        """Those asked for; what is no choice of the form asks for nothing."""
        self.is_valid()
        if purpose := self.cleaned_data.get("purpose"):
            surveys = surveys.filter(purpose=purpose)
        if state := self.cleaned_data.get("state"):
            surveys = surveys.filter(_in_state(state))
        return surveys


def _in_state(state: str) -> Q:
    """The condition for what ``surveys.desk.state_of`` says, in the database."""
    now, published = timezone.now(), Q(status=Survey.Status.OPEN)
    later, over = Q(opens_at__gt=now), Q(closes_at__lte=now)
    has_begun = Q(opens_at=None) | Q(opens_at__lte=now)
    return {
        "draft": Q(status=Survey.Status.DRAFT),
        "scheduled": published & later,
        "open": published & has_begun & (Q(closes_at=None) | Q(closes_at__gt=now)),
        "closed": Q(status=Survey.Status.CLOSED) | (published & has_begun & over),
    }[state]


def with_answers_given(surveys: SurveyQuerySet) -> SurveyQuerySet:
    """With ``answers_given``: how many sets of answers are stored, excluded too."""
    given = (
        Response.objects.filter(survey=OuterRef("pk"))
        .order_by()
        .values("survey")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return surveys.annotate(answers_given=Coalesce(Subquery(given), 0))


def by_family(surveys: SurveyQuerySet) -> list[list[Survey]]:
    """The versions of each survey together, newest first; newest surveys first."""
    families: dict[object, list[Survey]] = {}
    for survey in surveys:
        families.setdefault(survey.family, []).append(survey)
    return [
        sorted(versions, key=lambda one: -one.version) for versions in families.values()
    ]
