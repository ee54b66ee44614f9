"""The thank-you page with the receipt code, reached by a signed address."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from civic import languages, public_pages, receipts
from surveys import definitions, kiosk, tokens
from surveys.definitions import Definition
from surveys.sittings import Sitting

REFERENCE = "r"


def thanks(sitting: Sitting, *, is_repeated: bool) -> HttpResponse:
    """Lead to the thank-you page of a submission that is stored."""
    if sitting.collector and sitting.is_on_shared_device:
        address = kiosk.thanks_address(
            sitting.collector, sitting.submission, is_repeated=is_repeated
        )
        return HttpResponseRedirect(address, status=303)
    reference = tokens.thanks_reference(
        sitting.submission,
        sitting.survey.slug,
        is_repeated=is_repeated,
        collector=_own_collector(sitting),
    )
    address = f"{sitting.definition.thanks_address}?{REFERENCE}={reference}"
    return HttpResponseRedirect(address, status=303)


def _own_collector(sitting: Sitting) -> int:
    collector = sitting.collector
    if collector is None or collector == sitting.definition.web_collector:
        return 0
    return collector.pk


def _entrance(definition: Definition, reference: tokens.Reference | None) -> str:
    """The address where the next person answers: the one this person came by."""
    found = reference and definition.collector(reference.collector)
    return (found or definition.survey).get_absolute_url()


@login_not_required
def survey_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank, and show the receipt code to whoever comes right from the survey.

    Without a good reference nothing is known of any answers, and nothing is claimed.
    """
    definition = definitions.current(slug)
    if definition is None:
        raise Http404
    text = request.GET.get(REFERENCE, "")
    reference = tokens.referred(text, slug)
    code = shown_code(reference) if reference else ""
    context = {
        "survey": definition.survey,
        "reference": reference,
        "reference_text": text,
        "code": code,
        "entrance": _entrance(definition, reference),
        "minutes": tokens.THANKS_LIFETIME // dt.timedelta(minutes=1),
    }
    response = render(request, "surveys/survey_thanks.html", context)
    response["Cache-Control"] = "private, no-store"
    if reference and not reference.is_repeated and not reference.collector:
        keep_thanks(response, definition, (text, code))
    return response


def shown_code(reference: tokens.Reference) -> str:
    """The receipt code in groups, with the digits of the page's language."""
    code = receipts.grouped(receipts.code_for(reference.submission))
    return languages.current().with_digits(code)


def keep_thanks(
    response: HttpResponse, definition: Definition, own: tuple[str, str]
) -> None:
    """Let the page be served from memory, with each visitor's own code."""
    slug, language = definition.survey.slug, languages.current()

    def is_current() -> bool:
        return definitions.current(slug) is definition

    def renewed(request: HttpRequest) -> tuple[str, str] | None:
        name, _equals, text = request.META.get("QUERY_STRING", "").partition("=")
        reference = tokens.referred(text, slug) if name == REFERENCE else None
        if reference is None or reference.is_repeated or reference.collector:
            return None
        code = receipts.grouped(receipts.code_for(reference.submission))
        return text, language.with_digits(code)

    public_pages.keep(response, public_pages.Keeping(is_current, renewed, own))
