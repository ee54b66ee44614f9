"""One person's way through a survey: what was sent so far, and where it stands."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from civic.posts import TRAP, posted_submission
from surveys import flags, tokens
from surveys.actions import save_draft, submit_response
from surveys.definitions import Definition
from surveys.forms import SurveyPageForm
from surveys.models import Collector, Draft, Survey
from surveys.routes import FIRST, Route

AT = "at"  # kept beside the answers of a draft: the page where somebody is
# Nobody reads and answers in less
FASTEST = dt.timedelta(seconds=2)
EACH_ANSWER = dt.timedelta(seconds=0.5)

Sent = dict[str, list[str]]


def open_web_collector(survey: Survey) -> Collector:
    """Return the collector of the survey's own address, made when first needed."""
    collector, _is_new = Collector.objects.get_or_create(
        slug=f"{survey.slug}-web", defaults={"survey": survey}
    )
    return collector


@dataclass(frozen=True)
class Sitting:
    """A survey being taken: page ``number`` of ``definition``, under ``submission``.

    ``entrance`` is the address by which the first page was opened, before anything
    was saved.
    """

    definition: Definition
    submission: UUID = field(default_factory=uuid4)
    number: int = 1
    collector: Collector | None = None
    entrance: str = ""
    sent: Sent = field(default_factory=dict)
    started_at: dt.datetime = field(default_factory=timezone.now)

    @property
    def survey(self) -> Survey:
        return self.definition.survey

    @cached_property
    def route(self) -> Route:
        return Route(self.definition, self.sent)

    @property
    def is_on_shared_device(self) -> bool:
        """Whether the next person at this device must find nothing of this one."""
        return bool(self.collector and self.collector.kind == Collector.Kind.KIOSK)

    @property
    def address(self) -> str:
        """Where this page's form is sent to."""
        return self.entrance or self.address_of(self.number)

    def address_of(self, number: int) -> str:
        if self.collector and self.is_on_shared_device:
            arguments = [self.collector.slug, self.submission, number]
            return reverse("surveys:kiosk-page", args=arguments)
        return self.definition.address(number, self.submission)

    def afresh(self) -> "Sitting":
        """The same page under a new submission."""
        return replace(self, submission=uuid4(), started_at=timezone.now())

    def at(self, number: int) -> "Sitting":
        return replace(self, number=number, entrance="")

    @cached_property
    def token(self) -> str:
        return tokens.form_token(self.submission, self.survey.slug, self.started_at)

    # Forms

    def form(self, data: QueryDict | None = None) -> SurveyPageForm:
        """This page's form: with what was posted, or as it was left before."""
        form_class = self.definition.form_class(self.number)
        earlier = self.route.earlier(self.number)
        if data is not None:
            seed = str(posted_submission(data) or self.submission)
            return form_class(data, earlier=earlier, seed=seed)
        initial = _initial(form_class, self.sent)
        return form_class(initial=initial, earlier=earlier, seed=str(self.submission))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was sent yet for this page."""
        return not any(
            self.sent.get(name)
            for name in self.definition.form_class(self.number).base_fields
        )

    # Saving

    def chosen_collector(self) -> Collector:
        return (
            self.collector
            or self.definition.web_collector
            or open_web_collector(self.survey)
        )

    def remembered(self) -> "Sitting":
        """With what is kept as a draft on the server."""
        draft = Draft.objects.read(self.submission, self.survey)
        return self._with(draft) if draft else self

    def with_sent(self, form: SurveyPageForm) -> "Sitting":
        """As it will be once the form of this page is saved."""
        return replace(self, sent=self.sent | form.sent())

    @property
    def left_at(self) -> int:
        """The number of the page where somebody is, for one who comes back."""
        at = self.sent.get(AT, [""])[-1]
        keys = [str(page.pk) for page in self.definition.pages]
        number = keys.index(at) + 1 if at in keys else FIRST
        return number if self.route.is_shown(number) else self.route.before(number)

    def saved(self, form: SurveyPageForm, trap: str, *, at: int) -> "Sitting | None":
        """Keep this page as it is, and that somebody goes on to page ``at``.

        None if the submission is no longer a draft.
        """
        marks = {AT: [str(self.route.page(at).pk)]}
        draft = save_draft(
            self.survey,
            collector=self.chosen_collector(),
            submission=self.submission,
            sent=form.sent() | marks | ({TRAP: ["1"]} if trap else {}),
            started_at=self.started_at,
        )
        return self._with(draft) if draft else None

    def _with(self, draft: Draft) -> "Sitting":
        return replace(
            self,
            sent=draft.answers,
            started_at=draft.started_at,
            collector=self.definition.collector(draft.collector_id),
        )

    def submitted(
        self, answers: dict[str, object], trap: str, doubts: list[str]
    ) -> bool:
        """Store the response; False if it had been stored before.

        ``doubts`` are flags from outside the answers, see ``surveys.flags``.
        """
        found = list(doubts)
        if trap or TRAP in self.sent:
            found.append(flags.TRAP)
        if timezone.now() - self.started_at < FASTEST + len(answers) * EACH_ANSWER:
            found.append(flags.PACE)
        _response, is_new = submit_response(
            self.survey,
            collector=self.chosen_collector(),
            submission=self.submission,
            answers=answers,
            language=get_language() or "en",
            started_at=self.started_at,
            flags=found,
        )
        return is_new


def _initial(form_class: type[SurveyPageForm], sent: Sent) -> dict[str, Any]:
    """What a form shows again, right or wrong, without saying what is wrong."""
    return {
        name: sent[name] if isinstance(field, MultipleChoiceField) else sent[name][-1]
        for name, field in form_class.base_fields.items()
        if sent.get(name)
    }
