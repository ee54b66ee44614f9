"""What is known of an event as plain sentences, for calendars, feeds and machines."""

from django.utils.translation import gettext, pgettext

from civic import calendars, languages
from civic.context import portal_name
from civic.languages import Language
from civic.translations import translation_of
from engagement.models import OutreachEvent


def _listed(words: list[str]) -> str:
    return f"{languages.current().comma} ".join(words)


def name_of_all_events() -> str:
    """Return what a calendar or a feed of events is called."""
    return gettext("Outreach events: %(portal)s") % {"portal": portal_name()}


def title_in_words(event: OutreachEvent) -> tuple[str, Language]:
    """Return the title, which says that it is canceled, and the title's language."""
    title, language = translation_of(event, "title")
    if event.is_canceled:
        title = gettext("Canceled: %(title)s") % {"title": title}
    return title, language


def hours_in_words(event: OutreachEvent) -> str:
    """Say from when to when, beside the first day: “from 9:00 AM to 1:00 PM”."""
    page = languages.current()
    words = {
        "day": calendars.full_date(event.last_day, page),
        "start": calendars.clock_time(event.starts_at, page),
        "end": calendars.clock_time(event.ends_at, page),
    }
    if event.is_all_day and event.ends_on_another_day:
        return gettext("all day, until %(day)s") % words
    if event.is_all_day:
        return pgettext("event", "all day")
    if event.ends_on_another_day:
        return gettext("from %(start)s to %(end)s on %(day)s") % words
    return gettext("from %(start)s to %(end)s") % words


def when_in_words(event: OutreachEvent) -> str:
    """Say day and time, and the last day of several."""
    page = languages.current()
    day = calendars.full_date(event.first_day, page)
    return _listed([day, hours_in_words(event)])


def languages_in_words(event: OutreachEvent) -> str:
    """Say which languages the staff there speak, each by its own name; or ""."""
    if not event.languages:
        return ""
    names = [_isolated(languages.BY_CODE[code]) for code in event.languages]
    return gettext("Our staff there speak: %(languages)s") % {
        "languages": _listed(names)
    }


def _isolated(language: Language) -> str:
    """The language's own name; of another direction it would turn the list around."""
    if language.direction == languages.current().direction:
        return language.endonym
    return f"\u2068{language.endonym}\u2069"


def access_in_words(event: OutreachEvent) -> str:
    """Say what there is for people who need it; or ""."""
    if not event.access:
        return ""
    facts = [str(OutreachEvent.Access(code).label) for code in event.access]
    return gettext("Accessibility: %(facts)s") % {"facts": _listed(facts)}


def where_in_words(event: OutreachEvent) -> str:
    """Say the venue and its address, or else how it is met online, or its district."""
    venue = translation_of(event, "venue")[0]
    if place := [part for part in (venue, event.address) if part]:
        return _listed(place)
    if event.online_address:
        return event.online_address
    return translation_of(event.district, "name")[0] if event.district else ""
