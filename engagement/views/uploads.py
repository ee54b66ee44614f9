"""What a device sends from its queue, and who it would send it as.

docs/conversation-upload.md describes both for the authors of programs.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from civic.access import RoleRequiredMixin, role_required
from civic.roles import Role
from civic.views import errors
from engagement.forms.entry_file import UNREADABLE, EntryFileForm, entries_of
from engagement.models.outreach import LOGGING_ROLES
from engagement.queued_entries import MOST_ENTRIES
from engagement.uploads import ALREADY_THERE, LATER, REFUSED, STORED, Upload


@require_safe
@never_cache
@role_required(*LOGGING_ROLES)
def log_session(request: HttpRequest) -> HttpResponse:
    """Tell a device who is signed in and until when, with a token to upload with."""
    return JsonResponse(
        {
            "user": request.user.pk,
            "name": str(request.user),
            "signed_in_until": request.session.get_expiry_date().isoformat(),
            "csrf_token": get_token(request),
        }
    )


@require_POST
@never_cache
@role_required(*LOGGING_ROLES)
def entry_upload(request: HttpRequest) -> HttpResponse:
    """Take ``{"entries": […]}``; answer each entry by its id, in the same order."""
    try:
        entries = entries_of(request.body)
    except RequestDataTooBig:
        return errors.in_json(request, 413)
    except (*UNREADABLE, UnreadablePostError):
        return errors.in_json(request, 400)
    if len(entries) > MOST_ENTRIES:
        return errors.in_json(request, 413, "too_many")
    outcomes = Upload(actor=request.user).store(entries)
    return JsonResponse({"entries": [one.as_json() for one in outcomes]})


class EntryImportView(RoleRequiredMixin, FormView):
    """Hand in what a device saved as a file: checked and answered as an upload is.

    An editor may hand in what somebody else wrote; it stays theirs.
    """

    roles = LOGGING_ROLES
    form_class = EntryFileForm
    template_name = "engagement/entry_import.html"

    def form_valid(self, form: EntryFileForm) -> HttpResponse:
        user = self.request.user
        upload = Upload(actor=user, takes_others=user.has_role(Role.EDITOR))
        outcomes = upload.store(form.cleaned_data["file"])
        states = [one.state for one in outcomes]
        context = self.get_context_data(
            form=self.form_class(),
            stored=states.count(STORED),
            already_there=states.count(ALREADY_THERE),
            later=states.count(LATER),
            refused=[
                (number, one.refusal)
                for number, one in enumerate(outcomes, start=1)
                if one.state == REFUSED
            ],
            is_done=True,
        )
        return self.render_to_response(context)

    def form_invalid(self, form: EntryFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
