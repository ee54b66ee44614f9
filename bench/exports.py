"""The export of many responses as CSV, beside a bare COPY of the same rows.

usage: python -m bench.exports [--responses N]; a part of ``make bench``
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from statistics import median

import psycopg

from bench import site

SURVEY = "bench-export"
ROUNDS = 3  # the portal and the bare COPY take turns
GOAL = 0.1
MOST_MEGABYTES = 200

MAKE_SURVEY = f"""
from bench.questionnaire import make_survey
make_survey("{SURVEY}", pages=3)
"""
# Answers as people give them: most of it ticked, a few sentences, some left out.
FILL = """
INSERT INTO surveys_response (submission, survey_id, collector_id, language, people,
    answers, receipt_hash, review_state, review_reason, started_at, submitted_at)
SELECT gen_random_uuid(), c.survey_id, c.id,
    (ARRAY['en', 'vi', 'pl', 'fa', 'it'])[1 + n %% 5], 1,
    jsonb_build_object(
        'visit1', (ARRAY['weekly', 'monthly', 'seldom', 'never'])[1 + n %% 4],
        'visit2', (ARRAY['weekly', 'monthly', 'seldom', 'never'])[1 + n %% 3],
        'visit3', (ARRAY['weekly', 'monthly', 'seldom', 'never'])[1 + n %% 2],
        'uses1', (ARRAY['["books", "quiet"]', '["events"]', '["books", "other"]',
                        '["books", "computers", "children"]'])[1 + n %% 4]::jsonb,
        'uses2', '["computers", "events"]'::jsonb,
        'safe1', 1 + n %% 5, 'safe2', 1 + n %% 4, 'safe3', 1 + n %% 3,
        'wish1', repeat('Longer hours on Saturdays, please. ', 1 + n %% 4))
    || CASE WHEN n %% 4 = 2 THEN '{"uses1-other": "the garden"}' ELSE '{}' END::jsonb,
    encode(sha256(n::text::bytea), 'hex'), 'accepted', '',
    now() - n * interval '1 second', now() - n * interval '1 second'
FROM generate_series(1, %s) n, surveys_collector c WHERE c.slug = %s
"""
BARE = """
import sys, psycopg
with psycopg.connect(sys.argv[1]) as connection, open("/dev/null", "wb") as file:
    with connection.cursor().copy(sys.argv[2]) as copy:
        for line in copy:
            file.write(line)
"""
COPY = f"""
COPY (SELECT r.id, r.language, r.people, r.review_state, r.submitted_at, r.answers
      FROM surveys_response r JOIN surveys_survey s ON s.id = r.survey_id
      WHERE s.slug = '{SURVEY}') TO STDOUT (FORMAT csv)
"""  # noqa: S608 - our own literal


@dataclass(frozen=True)
class Export:
    """Rows a second of both, the ratio of those side by side, and peak memory."""

    name: str
    responses: int
    portal_per_second: float
    bare_per_second: float
    ratio: float
    peak_megabytes: float

    @property
    def is_met(self) -> bool:
        return self.ratio >= GOAL and self.peak_megabytes < MOST_MEGABYTES

    def __str__(self) -> str:
        met = "met" if self.is_met else "NOT MET"
        return (
            f"{self.name}: {self.portal_per_second:,.0f} rows/s beside"
            f" {self.bare_per_second:,.0f} of a bare COPY, ratio {self.ratio:.2f}"
            f" (goal ≥ {GOAL}); peak memory {self.peak_megabytes:.0f} MB"
            f" (goal < {MOST_MEGABYTES})  {met}"
        )

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "met": self.is_met}


def measure(environment: dict[str, str], responses: int) -> Export:
    """Fill the database with so many responses and export them, several times."""
    _fill(environment, responses)
    portal_command = [
        *(sys.executable, "manage.py", "export_responses", SURVEY),
        *("--format=csv", "--output=/dev/null"),
    ]
    bare_command = [sys.executable, "-c", BARE, environment["DATABASE_URL"], COPY]
    portal, bare, peaks = [], [], []
    for _round in range(ROUNDS):
        seconds, peak = _run(portal_command, environment)
        portal.append(responses / seconds)
        peaks.append(peak)
        bare.append(responses / _run(bare_command, environment)[0])
    ratios = [one / other for one, other in zip(portal, bare, strict=True)]
    name = f"export of {responses:,} responses as CSV"
    return Export(
        name, responses, median(portal), median(bare), median(ratios), max(peaks)
    )


def _fill(environment: dict[str, str], responses: int) -> None:
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command"]
    subprocess.run([*command, MAKE_SURVEY], env=environment, check=True)
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        # Not folded here: the triggers would only take time.
        connection.execute("SET session_replication_role = replica")
        connection.execute(FILL, [responses, f"{SURVEY}-web"])
        connection.execute("VACUUM ANALYZE surveys_response")


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds a command takes, and its greatest memory in megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # Linux counts kilobytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, usage.ru_maxrss * unit / 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=1_000_000)
    responses = parser.parse_args().responses
    with site.empty() as environment:
        export = measure(environment, responses)
    print(export)
    return 0 if export.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
