"""The map of the city's districts with what is coming in each, and where."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count
from django.utils.translation import ngettext

from civic import editions, languages, numbers
from civic.borders import Point
from civic.drawing import Drawing, Shape, draw
from civic.models import Branch, District
from civic.models.places import Placed
from civic.tiles import Tile, tiles_behind
from engagement.event_words import title_in_words
from engagement.forms.events import EventFilterForm
from engagement.models import OutreachEvent
from engagement.models.outreach import OutreachEventQuerySet

LEVELS = (1, 3, 6)  # events from which a district is tinted more strongly


@dataclass(frozen=True)
class DistrictOnMap:
    """A district with its number on the map and in the key beside it.

    ``events`` are those that match every choice but that of a district; ``query``
    chooses this one.
    """

    district: District
    number: int
    events: int
    query: str
    is_chosen: bool
    shape: Shape | None
    label: Point | None  # where its number stands, clear of pins and branches

    @property
    def level(self) -> int:
        """How strongly it is tinted: none, a few, some, many."""
        return sum(self.events >= least for least in LEVELS)


@dataclass(frozen=True)
class Pin:
    """A place of one or more events."""

    place: Point
    events: list[OutreachEvent]

    @property
    def address(self) -> str:
        """The page of the next event there."""
        return self.events[0].get_absolute_url()

    @property
    def title(self) -> str:
        """What it is called: by its event, or by how many there are."""
        if len(self.events) == 1:
            return title_in_words(self.events[0])[0]
        shown = numbers.number(len(self.events), languages.current())
        return ngettext(
            "%(shown)s event here", "%(shown)s events here", len(self.events)
        ) % {"shown": shown}


@dataclass(frozen=True)
class DistrictMap:
    """The whole map; ``drawing`` is None where no district has an outline."""

    drawing: Drawing | None
    districts: list[DistrictOnMap]
    pins: list[Pin]
    branches: list[tuple[Point, Branch]]
    elsewhere: int  # events without a district, such as those online

    @property
    def tiles(self) -> list[Tile]:
        return tiles_behind(self.drawing.frame) if self.drawing else []


def district_map(
    form: EventFilterForm,
    events: OutreachEventQuerySet,
    shown: Iterable[OutreachEvent],
) -> DistrictMap:
    """Return the map of the form's choice among ``events``, with pins for ``shown``."""
    places = list(District.objects.all())
    drawing = _drawing(editions.stamp_of("places"))
    anywhere = form.without("district")
    found = anywhere.listed(events).order_by()
    counts = Counter(dict(found.values_list("district").annotate(Count("pk"))))
    chosen = form.chosen("district")
    pins, branches = _pins(drawing, shown), _branches(drawing)
    points = [*(pin.place for pin in pins), *(place for place, _branch in branches)]
    districts = []
    for number, district in enumerate(places, start=1):
        shape = drawing.shapes.get(district.code) if drawing else None
        districts.append(
            DistrictOnMap(
                district,
                number,
                counts[district.pk],
                anywhere.query_with("district", district.code),
                district == chosen,
                shape,
                shape.label(points) if shape else None,
            )
        )
    return DistrictMap(drawing, districts, pins, branches, counts[None])


@lru_cache(maxsize=1)
def _drawing(stamp: str) -> Drawing | None:
    """Draw the districts, once for each edition of them."""
    drawn = District.objects.filter(outline__isnull=False).values_list(
        "code", "outline"
    )
    return draw({code: outline for code, outline in drawn if outline})


def _place(drawing: Drawing | None, placed: Placed) -> Point | None:
    """Return where something is on the drawing, if it is on it."""
    if not drawing or placed.latitude is None or placed.longitude is None:
        return None
    place = drawing.frame.place(placed.longitude, placed.latitude)
    return place if drawing.frame.holds(place) else None


def _pins(drawing: Drawing | None, events: Iterable[OutreachEvent]) -> list[Pin]:
    found: dict[Point, list[OutreachEvent]] = defaultdict(list)
    for event in events:
        if place := _place(drawing, event):
            found[place].append(event)
    return [Pin(place, there) for place, there in found.items()]


def _branches(drawing: Drawing | None) -> list[tuple[Point, Branch]]:
    if not drawing:
        return []
    placed = (
        (_place(drawing, one), one) for one in Branch.objects.filter(is_open=True)
    )
    return [(place, branch) for place, branch in placed if place]
