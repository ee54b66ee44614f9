"""What a device keeps of the log, so that it opens without a connection."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from civic import languages
from civic.access import RoleRequiredMixin
from civic.context import portal
from civic.models import User
from engagement.forms.board import (
    BoardForm,
    board_questions,
    content_form,
    line_templates,
)
from engagement.forms.entry import EntryForm
from engagement.forms.log import (
    SettingForm,
    branches_for,
    own_branches,
    usual_branch,
)
from engagement.models import OutreachEvent
from engagement.models.outreach import LOGGING_ROLES
from engagement.templatetags.log_device import FOLDER, WORKER, log_modules
from surveys.models import Question, Survey

LINKED = (
    "css/tokens.css",
    "css/base.css",
    "css/components/shapes.css",
    "css/components/forms.css",
    "css/components/desk.css",
    "css/components/log.css",
    "css/components/privacy.css",
    "img/icons.svg",
    "js/log.js",
    "js/privacy.js",
    "js/privacy_decisions.js",
    "js/privacy_findings.js",
    "js/privacy_patterns.js",
    "js/privacy_rows.js",
)
KEPT_FOR = dt.timedelta(days=30)  # before and after an event
NOT_YET = {"submission": "", "opened": ""}  # the device fills them in


def assets() -> list[str]:
    """The addresses of all that the kept page needs to look and work as it should.

    Behind each is a digest of what is there, as this page was made for: it is another
    page when that changes. A module's address does not change with it, so that the
    device compares; there the digest stands behind a “#”.
    """
    linked = [f"{static(name)}?{_digest(_source(name))}" for name in LINKED]
    modules = [f"{one}#{_digest(FOLDER / Path(one).name)}" for one in log_modules()]
    return [*linked, *modules]


def _source(name: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / name


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


class KeptLogView(RoleRequiredMixin, TemplateView):
    """All pages of the log in one, to be kept: no entry of anybody is in it."""

    roles = LOGGING_ROLES
    template_name = "engagement/kept_log.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        response = super().get(request, **kwargs).render()
        response["Cache-Control"] = "private, no-cache"
        set_response_etag(response)
        etag = response["ETag"]
        return get_conditional_response(request, etag=etag, response=response)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        guides = list(Survey.objects.guides().open().latest_first().with_questions())
        return super().get_context_data(
            assets=" ".join(assets()),
            guides=guides,
            kept_guides=[_kept_guide(guide) for guide in guides],
            events=list(_kept_events(self.request.user)),
            **kwargs,
        )


def _kept_guide(guide: Survey) -> dict[str, Any]:
    """Its form and its boards; their ids differ, as they stand in one page."""
    auto_id = f"guide-{guide.pk}_%s"
    asked = board_questions(guide)
    return {
        "guide": guide,
        "form": EntryForm(branches=[], guide=guide, initial=_usual(), auto_id=auto_id),
        "questions": asked,
        "boards": [_kept_board(guide, question) for question in asked],
    }


def _kept_board(guide: Survey, question: Question) -> dict[str, Any]:
    auto_id = f"board-{question.pk}_%s"
    initial = _usual() | {"question": question.code}
    return {
        "question": question,
        "form": BoardForm(branches=[], guide=guide, initial=initial, auto_id=auto_id),
        "notes_form": content_form(question, auto_id=auto_id),
        "line_templates": line_templates(question, auto_id),
    }


def _usual() -> dict[str, object]:
    return NOT_YET | {"language": languages.current().code}


def _kept_events(user: User) -> Iterator[dict[str, Any]]:
    """Those around today, with the branches that the person may log for."""
    own = own_branches(user)
    events = OutreachEvent.objects.visible_to(user).not_canceled()
    for event in events.around_today(KEPT_FOR).with_places():
        branches = branches_for(user, event, own)
        form = SettingForm(
            branches=branches,
            initial=NOT_YET | {"branch": usual_branch(branches, own)},
            auto_id=f"event-{event.pk}_%s",
        )
        yield {"event": event, "form": form}


class WaitingListView(RoleRequiredMixin, TemplateView):
    """What waits on the device: the script fills it in, the server never knows it."""

    roles = LOGGING_ROLES
    template_name = "engagement/waiting_list.html"


@require_safe
@login_not_required
@cache_control(no_cache=True)
def log_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the log in one language; its folder is its scope.

    It is the same for everybody, so that it can be renewed on a device whose person
    is signed out.
    """
    script = (FOLDER / WORKER).read_text(encoding="utf-8")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    scope = reverse("engagement:conversation-event-list")
    response["Service-Worker-Allowed"] = scope
    return response


@require_safe
@login_not_required
@cache_control(max_age=3600)
def log_manifest(request: HttpRequest) -> HttpResponse:
    """What makes the log installable, in the language of the address."""
    language = languages.current()
    address = reverse("engagement:conversation-event-list")
    manifest = {
        "id": address,
        "name": _("Conversation log: %(portal)s")
        % {"portal": portal(request)["portal_name"]},
        "short_name": pgettext("app on a phone", "Talk log"),
        "lang": language.code,
        "dir": language.direction,
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#f7f4ec",
        "theme_color": "#0b5259",
        "icons": list(_icons()),
    }
    kind = "application/manifest+json"
    return JsonResponse(
        manifest, content_type=kind, json_dumps_params={"ensure_ascii": False}
    )


def _icons() -> Iterator[dict[str, str]]:
    yield {"src": static("img/app.svg"), "sizes": "any", "type": "image/svg+xml"}
    for size in ("192", "512"):
        yield {
            "src": static(f"img/app-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
    yield {
        "src": static("img/app-maskable-512.png"),
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    }
