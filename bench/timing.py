"""A time that people wait for, beside the most it may take."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds it takes, the most it may, and a bare program's where there is one."""

    name: str
    seconds: float
    most: float
    bare_seconds: float | None = None

    @property
    def is_met(self) -> bool:
        return self.seconds <= self.most

    def __str__(self) -> str:
        beside = ""
        if self.bare_seconds is not None:
            ratio = self.seconds / self.bare_seconds
            beside = f" beside {self.bare_seconds:.3f} s, ratio {ratio:.0f}"
        met = "met" if self.is_met else "NOT MET"
        return (
            f"{self.name}: {self.seconds:.2f} s{beside} (goal ≤ {self.most} s)  {met}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "met": self.is_met}
