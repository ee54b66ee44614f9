"""Receipts for people who talked with staff: of one entry, and slips to print."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from civic import languages, receipts
from civic.access import RoleRequiredMixin
from civic.context import portal_name
from engagement.forms.slips import SlipsForm
from engagement.models.outreach import LOGGING_ROLES
from engagement.views.log import EventLogView
from surveys import qr, tokens
from surveys.views.thanks import shown_code
from surveys.views.voice import voice_address


class ConversationReceiptView(EventLogView):
    """The receipt of the talk saved just now, to be shown, printed or photographed."""

    template_name = "engagement/conversation_receipt.html"

    def get_context_data(self, **kwargs):
        signed = self.request.GET.get("r", "")
        reference = self.guide and tokens.referred(signed, self.guide.slug)
        if reference:
            code = receipts.code_for(reference.submission)
            kwargs["code"] = shown_code(reference)
            kwargs["picture"] = qr.svg_inline(voice_address(self.request, code))
        return super().get_context_data(**kwargs)


@method_decorator(never_cache, name="dispatch")
class SlipSheetView(RoleRequiredMixin, FormView):
    """Slips with fresh codes for a booth; a code is shown once, and stored nowhere."""

    roles = LOGGING_ROLES
    form_class = SlipsForm
    template_name = "engagement/slips_form.html"

    def form_valid(self, form: SlipsForm) -> HttpResponse:
        chosen = form.cleaned_data["language"]
        spoken = [chosen] if chosen else languages.CODES
        with translation.override(chosen or None):
            slips = [self._slip() for _number in range(form.cleaned_data["slips"])]
        context = {"slips": slips, "spoken": [_speaker(code) for code in spoken]}
        return render(self.request, "engagement/slips.html", context)

    def form_invalid(self, form: SlipsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _slip(self) -> dict[str, str]:
        code = receipts.code_for(uuid4())
        address = voice_address(self.request, code)
        return {
            "code": languages.current().with_digits(receipts.grouped(code)),
            "picture": qr.svg_inline(address),
            "address": address.partition("#")[0],
        }


def _speaker(code: str) -> dict[str, object]:
    """A language of the slips, and what the portal is called in it."""
    with translation.override(code):
        return {"language": languages.BY_CODE[code], "portal_name": portal_name()}
