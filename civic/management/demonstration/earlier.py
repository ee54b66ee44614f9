"""The earlier quarters: events as reported; the counts of people are invented."""

from civic.management.demonstration.moments import city_moment
from civic.management.demonstration.outings import Outing, Reached
from civic.management.demonstration.surveys import ASK_GUIDE

# The day is reported for the fair of 23 April 2024 only, and for the spring festival
# its month; the other days are invented.
OUTINGS = (
    Outing(
        slug="castillero-school-2023",
        guide=ASK_GUIDE,
        talk_people=14,
        starts=city_moment("2023-08-24 17:00"),
        hours=2,
        setting="school",
        district=10,
        branches=("almaden",),
        host="castillero-and-simonds",
    ),
    Outing(
        slug="morrill-ptsa-2024",
        guide=ASK_GUIDE,
        talk_people=9,
        starts=city_moment("2024-02-22 18:30"),
        hours=1.5,
        setting="online",
        district=4,
        branches=("berryessa",),
        languages=("en", "vi"),
        access=("captions",),
        host="morrill",
        is_online=True,
    ),
    Outing(
        slug="millbrook-festival-2024",
        guide=ASK_GUIDE,
        talk_people=24,
        starts=city_moment("2024-04-13 11:00"),
        hours=3,
        setting="festival",
        district=8,
        branches=("evergreen",),
        languages=("en", "vi"),
        host="millbrook",
    ),
    Outing(
        slug="community-resource-fair-2024",
        guide=ASK_GUIDE,
        talk_people=61,
        starts=city_moment("2024-04-23 10:00"),
        hours=3,
        setting="fair",
        district=6,
        branches=("bascom",),
        access=("step_free", "seating"),
        host="campbell",
        reached=Reached(attendance=300, is_at_least=True, stopped_by=263),
    ),
    Outing(
        slug="almaden-schools-2024",
        guide=ASK_GUIDE,
        talk_people=33,
        starts=city_moment("2024-09-10 09:00"),
        hours=3,
        setting="school",
        district=10,
        branches=("almaden",),
    ),
)
