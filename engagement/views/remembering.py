"""What the forms of a summary's texts share: history, drafts, two editors at once."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.languages import BY_CODE
from engagement.actions.revisions import discard_draft, remember_texts
from engagement.forms.merging import MergingForm
from engagement.models import Summary, TextRevision
from engagement.summary_languages import original_of
from engagement.summary_texts import columns_of, name_of, texts_of
from engagement.texts_to_translate import next_to_translate
from engagement.views.writers import language_written_by

MERGED = _("Saved. Somebody else changed other texts meanwhile: both are kept.")
NOT_PUBLIC_YET = _(
    "Saved here. Readers still see the published text until a correction is published."
)
BUSY_FOR = dt.timedelta(minutes=10)


class RemembersTextsMixin:
    """For a form on a summary or a part of it: each save goes into the history.

    What was typed and not saved is offered again, and forgotten once it is saved.
    """

    request: HttpRequest
    success_message: Any
    summary: Summary

    def get_form(self, form_class: Any = None) -> Any:
        view: Any = super()
        form = view.get_form(form_class)
        if self._part(form) and form.instance.pk:
            form.focus, form.source = self._focus(), original_of(self._summary())
        if "draft" in self.request.GET and not form.is_bound and self._part(form):
            draft = self._drafts(form).filter(written_by=self.request.user).first()
            open_columns = {n for n, field in form.fields.items() if not field.disabled}
            form.initial |= {
                name: text
                for name, text in (draft.texts if draft else {}).items()
                if name in open_columns
            }
        return form

    def _focus(self) -> str:
        """The language to be written here: a translator's, or the one asked for."""
        asked = self.request.GET.get("language", "")
        own = language_written_by(self.request.user)
        return own or (asked if asked in BY_CODE else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view: Any = super()
        context = view.get_context_data(**kwargs)
        form = context.get("form")
        if part := self._part(form):
            context |= self._remembered(form, part)
        return context

    def _remembered(self, form: Any, part: str) -> dict[str, Any]:
        """The draft to be taken up, who else writes here, and where drafts go."""
        drafts = list(self._drafts(form).select_related("written_by"))
        own = [one for one in drafts if one.written_by == self.request.user]
        since = timezone.now() - BUSY_FOR
        is_offered = self.request.method == "GET" and "draft" not in self.request.GET
        place = [self._summary().pk, part]
        return {
            "draft": own[0] if own and is_offered else None,
            "busy": [
                one for one in drafts if one not in own and one.written_at > since
            ],
            "keeps_at": reverse("engagement:draft-keep", args=place),
            "discards_at": reverse("engagement:draft-discard", args=place),
            "history_at": form.instance.pk
            and reverse("engagement:text-history", args=place),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        view: Any = super()
        part, summary = self._part(form), self._summary()
        if not part:
            return view.form_valid(form)
        if summary.is_published and {*form.changed_data} & columns_of(part).keys():
            self.success_message = NOT_PUBLIC_YET
        if form.took:
            self.success_message = MERGED
        before = {name: form.stored_text(name) for name in columns_of(part)}
        response = view.form_valid(form)
        named = self._part(form)  # a new part has its number by now
        after = texts_of(form.instance, named)
        actor: Any = self.request.user
        remember_texts(summary, named, before=before, after=after, actor=actor)
        discard_draft(summary, part, actor=actor)
        if "next" in self.request.POST and form.focus:
            return redirect(next_to_translate(summary, form.focus, after=named))
        return response

    def _summary(self) -> Summary:
        shown: Any = getattr(self, "object", None)
        return shown if isinstance(shown, Summary) else self.summary

    def _part(self, form: Any) -> str:
        if not isinstance(form, MergingForm):
            return ""
        return name_of(form.instance, form.translated[0])

    def _drafts(self, form: Any) -> QuerySet[TextRevision]:
        drafts = self._summary().revisions.filter(is_draft=True)
        return drafts.filter(part=self._part(form))
