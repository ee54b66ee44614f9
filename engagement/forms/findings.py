"""Forms of a finding: its texts, and the answers that it rests on."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from civic import calendars, languages
from civic.models import District
from civic.widgets import LongSelect
from engagement.actions.findings import CONDITIONS
from engagement.forms.bench import theme_choices
from engagement.forms.fields import NOT_IN_LIST
from engagement.forms.merging import MergingForm
from engagement.forms.translated import columns
from engagement.log_counts import COUNTED_BY_ANSWER
from engagement.models import EvidenceSet, Finding, OutreachEvent, Summary, Theme
from surveys.models import Question, Survey

NO_SUBJECT = gettext_lazy(
    "Choose a theme, a question or an event that the finding rests on."
)
MARK_ALONE = gettext_lazy("Choose the theme that bears the mark.")
TWICE = gettext_lazy("The finding rests on these answers already.")


class FindingForm(MergingForm):
    """What people want, are concerned about and believe should be done."""

    translated = ("title", "wants", "concerns", "actions")
    needed = ("title",)
    rows = 3

    class Meta:
        model = Finding
        fields = columns("title", "wants", "concerns", "actions")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = ("wants", "concerns", "actions")
        if not any(self.has_text(name) for name in said):
            raise forms.ValidationError(
                _(
                    "Write what people want, are concerned about or believe should be "
                    "done: one of the three at least."
                ),
                code="empty",
            )
        return cleaned


class EvidenceSetForm(forms.ModelForm):
    """Conditions that must all hold; ``asked`` is a question, or one of its answers."""

    use_required_attribute = False
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Theme"),
        to_field_name="code",
        required=False,
        widget=LongSelect,
    )
    asked = forms.ChoiceField(
        label=gettext_lazy("Question or answer"), required=False, widget=LongSelect
    )
    event = forms.ModelChoiceField(
        OutreachEvent.objects.none(),
        label=gettext_lazy("Event"),
        required=False,
        widget=LongSelect,
    )

    class Meta:
        model = EvidenceSet
        fields = ["theme", "mark", "asked", "event", "language", "setting", "district"]

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.finding = finding
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.error_messages["invalid_choice"] = NOT_IN_LIST
        current = Theme.objects.current()
        fields["theme"].choices = [("", _("Any theme")), *theme_choices(current)]
        fields["mark"].choices = [("", _("With or without a mark")), *_marks()]
        fields["asked"].choices = [("", _("Any question")), *_asked()]
        events = _events_of(finding.summary)
        fields["event"].queryset = OutreachEvent.objects.all()
        fields["event"].choices = [("", _("All events")), *events]
        fields["language"].choices = [
            ("", pgettext("languages", "All languages")),
            *languages.CHOICES,
        ]
        settings = OutreachEvent.Setting.choices
        fields["setting"].choices = [("", _("All settings")), *settings]
        fields["district"].queryset = District.objects.all()
        fields["district"].empty_label = pgettext("districts", "All districts")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        subjects = ("theme", "asked", "event")
        if not self.errors and not any(cleaned.get(name) for name in subjects):
            self.add_error("theme", NO_SUBJECT)
        if cleaned.get("mark") and not cleaned.get("theme"):
            self.add_error("mark", MARK_ALONE)
        question, _dash, choice = (cleaned.get("asked") or "").partition("|")
        self.instance.question_id = int(question) if question else None
        self.instance.choice = choice
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self._is_there_already():
            self.add_error(None, TWICE)

    def _is_there_already(self) -> bool:
        same = {name: getattr(self.instance, name) for name in CONDITIONS}
        return self.instance.finding.evidence.filter(**same).exists()


def query_of(evidence: EvidenceSet) -> dict[str, str]:
    """Return the conditions of a set as its form takes them."""
    asked = str(evidence.question_id or "")
    given = {
        "theme": evidence.theme.code if evidence.theme else "",
        "mark": evidence.mark,
        "asked": f"{asked}|{evidence.choice}" if evidence.choice else asked,
        "event": str(evidence.event_id or ""),
        "language": evidence.language,
        "setting": evidence.setting,
        "district": str(evidence.district_id or ""),
    }
    return {name: value for name, value in given.items() if value}


def _marks() -> list[tuple[str, Any]]:
    return list(EvidenceSet.Mark.choices)


def _events_of(summary: Summary) -> list[tuple[str, str]]:
    """The events of the summary's days, in their order."""
    page = languages.current()
    held = OutreachEvent.objects.filter(
        starts_at__date__range=(summary.starts_on, summary.ends_on)
    ).exclude(status=OutreachEvent.Status.CANCELED)
    return [
        (str(one.pk), f"{one.title} ({calendars.long_date(one.starts_at, page)})")
        for one in held.only("starts_at", *columns("title")).order_by("starts_at", "pk")
    ]


def _asked() -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions of what was ever open, each with its answers below it."""
    questions = (
        Question.objects.exclude(survey__status=Survey.Status.DRAFT)
        .exclude(kind=Question.Kind.INFORMATION)
        .select_related("survey")
        .prefetch_related("choices")
        .order_by("-survey__created_at", "-survey", "page__position", "position")
    )
    return [
        (survey.title, [pair for one in asked for pair in _answers(one)])
        for survey, asked in groupby(questions, key=lambda one: one.survey)
    ]


def _answers(question: Question) -> Iterable[tuple[str, str]]:
    yield str(question.pk), question.text
    if question.kind == Question.Kind.RATING:
        for step in question.scale:
            yield f"{question.pk}|{step}", f"– {step}"
    elif question.kind in COUNTED_BY_ANSWER:
        for one in question.choices.all():
            yield f"{question.pk}|{one.code}", f"– {one.label}"
