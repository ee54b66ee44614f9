"""Private links to a draft: made at the desk, read without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from civic import languages
from civic.access import role_required
from civic.roles import Role
from engagement.actions.previews import end_preview, make_preview
from engagement.forms.publication import PreviewForm
from engagement.models import Summary
from engagement.summary_previews import preview_of
from engagement.summary_reading import reading_of
from engagement.views.summaries import reading_page


@login_not_required
@never_cache
def summary_preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft as it would be read, for whoever was given its link.

    The link is for one language. Once the summary is published it leads there.
    """
    preview = preview_of(token)
    if preview is None or preview.language != languages.current().code:
        raise Http404
    summary = preview.summary
    if summary.is_published:
        return redirect(summary)
    template = "engagement/summary_preview.html"
    response = reading_page(request, reading_of(summary), template=template)
    # The address is the secret: it must not go along to another page.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@role_required(Role.EDITOR)
@never_cache
def preview_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link and show it, this once."""
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    form = PreviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the link from the list."))
        return redirect("engagement:summary-publish", pk=pk)
    language = form.cleaned_data["language"]
    preview, token = make_preview(summary, language=language, actor=request.user)
    with translation.override(language):
        path = reverse("engagement:summary-preview", args=[token])
    context = {
        "summary": summary,
        "preview": preview,
        "address": request.build_absolute_uri(path),
    }
    return render(request, "engagement/summary_preview_made.html", context)


@require_POST
@role_required(Role.EDITOR)
def preview_end(request: HttpRequest, pk: int, preview: int) -> HttpResponse:
    summary = get_object_or_404(Summary.objects.editable_by(request.user), pk=pk)
    end_preview(
        get_object_or_404(summary.previews.all(), pk=preview), actor=request.user
    )
    messages.success(request, _("The link no longer leads anywhere."))
    return redirect("engagement:summary-publish", pk=pk)
