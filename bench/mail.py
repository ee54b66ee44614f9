"""Mail to many subscribers, handed to a mail server, beside a bare SMTP loop.

usage: python -m bench.mail [--readers N]; a part of ``make bench``
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from bench import site

READERS = 10_000
LEAST_PER_SECOND = 100
GOAL = 0.5  # of a loop that sends the same bytes and writes nothing down
MOST_GROWTH = 8  # megabytes between the second tenth and the last


@dataclass(frozen=True)
class Mailed:
    """Mails a second of the portal and of the bare loop; megabytes of the sender."""

    readers: int
    per_second: float
    bare_per_second: float
    megabytes_early: float
    megabytes_late: float

    @property
    def is_met(self) -> bool:
        grown = self.megabytes_late - self.megabytes_early
        is_fast = self.per_second >= LEAST_PER_SECOND and self.ratio >= GOAL
        return is_fast and grown <= MOST_GROWTH

    @property
    def ratio(self) -> float:
        return self.per_second / self.bare_per_second

    def __str__(self) -> str:
        met = "met" if self.is_met else "NOT MET"
        return (
            f"mail to {self.readers:,} subscribers: {self.per_second:,.0f} a second"
            f" beside {self.bare_per_second:,.0f} of a bare loop, ratio"
            f" {self.ratio:.2f} (goal ≥ {GOAL}, ≥ {LEAST_PER_SECOND} a second);"
            f" memory {self.megabytes_early:.0f} MB after a fifth,"
            f" {self.megabytes_late:.0f} MB at the end  {met}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "met": self.is_met}


def measure(environment: dict[str, str], readers: int = READERS) -> Mailed:
    port = site.free_port()
    sink = subprocess.Popen(
        [sys.executable, "-m", "bench.mail_sink", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if sink.stdout is None or sink.stdout.readline() != "ready\n":
            raise SystemExit("bench: the mail server did not start.")
        found = _send(environment, port, readers)
    finally:
        came, _errors = sink.communicate("")
    _check(json.loads(came), readers)
    return found


def _send(environment: dict[str, str], port: int, readers: int) -> Mailed:
    own = {
        "DJANGO_SETTINGS_MODULE": "civic.settings",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "DEFAULT_FROM_EMAIL": "portal@bench.example",
        "BOUNCE_ADDRESS": "bounces@bench.example",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.mailing", str(readers)],
        env=environment | own,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return Mailed(
        readers,
        readers / found["portal"],
        readers / found["bare"],
        found["memory"][1],
        found["memory"][-1],
    )


def _check(came: list[tuple[str, int]], readers: int) -> None:
    """Hold that everybody was written to, and once."""
    mails = {reader: number for reader, number in came if reader.startswith("reader")}
    if len(mails) != readers or set(mails.values()) != {1}:
        raise SystemExit(f"bench: {len(mails)} of {readers} readers got mail once.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    readers = parser.parse_args().readers
    with site.demonstration() as environment:
        mailed = measure(environment, readers)
    print(mailed)
    return 0 if mailed.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
