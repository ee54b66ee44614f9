"""San José's ten council districts and the 23 branches that the sources name."""

from civic.management.demonstration.texts import columns
from civic.models import Branch, District

BRANCHES_BY_DISTRICT = {
    1: ("calabazas", "west-valley"),
    2: ("edenvale", "santa-teresa"),
    3: (
        "biblioteca-latinoamericana",
        "east-san-jose-carnegie",
        "joyce-ellington",
        "king",
    ),
    4: ("alviso", "berryessa", "educational-park"),
    5: ("alum-rock", "hillview"),
    6: ("bascom", "rose-garden", "willow-glen"),
    7: ("seven-trees", "tully"),
    8: ("evergreen", "village-square"),
    9: ("pearl-avenue",),
    10: ("almaden", "vineland"),
}
BRANCHES = sorted(code for codes in BRANCHES_BY_DISTRICT.values() for code in codes)

# Only what is known for sure; the rest stays blank.
POINTS = {
    "king": {
        "address": "150 E. San Fernando St.",
        "latitude": 37.3355,
        "longitude": -121.8850,
    }
}


def load_places() -> None:
    for number, branches in BRANCHES_BY_DISTRICT.items():
        code = f"district-{number}"
        district, _ = District.objects.update_or_create(
            code=code,
            defaults={
                "position": number,
                **columns("name", "places", "districts", code),
            },
        )
        for branch in branches:
            Branch.objects.update_or_create(
                code=branch,
                defaults={
                    "district": district,
                    **columns("name", "places", "branches", branch),
                    **POINTS.get(branch, {}),
                },
            )
