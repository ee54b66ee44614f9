"""The two programs side by side: the portal as in production, and the bare one."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.visits import ACTION, SUBMISSION, TOKEN
from civic.embedded import Servers

WORKERS = 2
GRANIAN = (
    *("-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--workers={WORKERS}"),
    *("--blocking-threads=4", "--backpressure=64", "--workers-kill-timeout=5"),
    "--log-level=error",
)
PATIENCE = 60  # seconds
MIGRATE = (("compile_catalogs",), ("migrate", "--verbosity=0"))

MAKE_SURVEYS = """
from django.db import connection
from bench.questionnaire import make_survey
make_survey("bench-one", pages=1)
make_survey("bench-three", pages=3)
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE bench_row (id uuid PRIMARY KEY, answers jsonb)")
"""


def production(servers: Servers, folder: Path) -> dict[str, str]:
    """The environment of production, on the embedded servers."""
    return {
        **os.environ,
        **servers.environment,
        "VAR_DIR": str(folder),
        "DEBUG": "0",
        "BEHIND_PROXY": "1",
        "STATIC_MANIFEST": "0",
        "ALLOWED_HOSTS": "bench.example",
        "LOG_LEVEL": "ERROR",
    }


@dataclass(frozen=True)
class Own:
    """Servers started for a measurement alone, and the portal's environment on them."""

    servers: Servers
    folder: Path
    environment: dict[str, str]


@contextlib.contextmanager
def own() -> Iterator[Own]:
    """Start servers for the block, with no database yet."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        (folder / "static").mkdir()
        folder.chmod(0o755)  # as root, the servers run as another user
        servers = Servers(folder)
        with servers.running():
            yield Own(servers, folder, production(servers, folder))


@contextlib.contextmanager
def empty() -> Iterator[dict[str, str]]:
    """The environment of a portal of its own, with nothing in its database."""
    with own() as started:
        _manage(started.environment, *MIGRATE)
        yield started.environment


@contextlib.contextmanager
def demonstration() -> Iterator[dict[str, str]]:
    """The environment of a portal of its own, with the demonstration's data."""
    with own() as started:
        prepare(started.environment)
        yield started.environment


def prepare(environment: dict[str, str]) -> None:
    """Make the database, with the demonstration and the surveys to be measured."""
    _manage(
        environment,
        *MIGRATE,
        ("demo", "--yes"),
        ("shell", "--verbosity=0", "--command", MAKE_SURVEYS),
    )


def _manage(environment: dict[str, str], *commands: tuple[str, ...]) -> None:
    for arguments in commands:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Server:
    """A running web server: the process ``pid`` and its children."""

    port: int
    pid: int

    def cpu(self) -> float:
        return cpu_of(self.pid)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that process ``pid`` and its children have taken."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = file.read_text().rpartition(") ")[2].split()
            if str(pid) in (file.parent.name, fields[1]):
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator["Server"]:
    """Serve ``target`` for the block."""
    port = free_port()
    command = [*GRANIAN, f"--port={port}", target]
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"bench: the server on port {port} did not start.")


def keep_bytes(name: str, body: bytes, folder: Path) -> None:
    """Keep a page for the bare program, with ``@@`` where each visitor's own goes."""
    own = {ACTION: f"/{name}/".encode(), SUBMISSION: b"@@", TOKEN: b"@@"}
    for pattern, value in own.items():
        if match := pattern.search(body):
            start, end = match.span(1)
            body = body[:start] + value + body[end:]
    (folder / f"{name}.html").write_bytes(body)
