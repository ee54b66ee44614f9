"""Words whose speakers agreed to publication; invented, translated into all five."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quoted:
    """The text under ``key``, said in ``language`` in one conversation of an event."""

    key: str
    language: str
    event: str
    number: int = 0


FALL_2025 = (
    Quoted("hotspot", "vi", "mid-autumn-2025"),
    Quoted("monday", "en", "king-table-2025"),
    Quoted("poems", "fa", "mehregan-2025"),
    Quoted("garden", "it", "harvest-market-2025"),
    Quoted("drawing", "pl", "harvest-market-2025", number=1),
    Quoted("known", "en", "berryessa-school-2025"),
)


def quoted_in(event: str, number: int) -> Quoted | None:
    for quoted in FALL_2025:
        if (quoted.event, quoted.number) == (event, number):
            return quoted
    return None
