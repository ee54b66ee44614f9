"""PostgreSQL and Valkey from installed packages, without an installation.

``make run``, ``manage.py`` and the tests use these servers unless DATABASE_URL and
REDIS_URL name real ones. Both listen on Unix sockets only, which nobody else on the
machine can open, and keep their state under the folder ``var``. Every process that
uses them holds a shared lock on ``var/servers.lock``; whoever leaves last stops them.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from civic.embedded_postgresql import PostgreSQL
from civic.embedded_valkey import Valkey
from civic.unprivileged import ServerFailed, own

__all__ = ["ServerFailed", "Servers", "servers_unless_named", "var_dir"]

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_FOLDER = 80  # a Unix socket's path holds 107 bytes in all


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()


class Servers:
    """The two embedded servers whose state is in folder ``var``."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var
        var.mkdir(parents=True, exist_ok=True)
        self.sockets = self._socket_folder()
        self.postgresql = PostgreSQL(var, self.sockets, durable=durable)
        self.valkey = Valkey(var, self.sockets, durable=durable)

    def _socket_folder(self) -> Path:
        inside = self.var / "sockets"
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{digest}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which the portal finds these servers."""
        return {
            "DATABASE_URL": self.postgresql.address,
            "REDIS_URL": self.valkey.address,
            "DEBUG": "1",
            "SECRET_KEY_FILE": str(self._secret_key_file()),
            # All who try it out here share one address, and may try it with force.
            "SURVEY_CHALLENGE_AFTER": "100000",
        }

    def _secret_key_file(self) -> Path:
        """A key of this folder's own, so that a restart keeps everyone signed in."""
        path = self.var / "secret-key"
        if not path.exists():
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.touch(mode=0o600)
            unfinished.write_text(os.urandom(48).hex())
            unfinished.rename(path)
        return path

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run both servers for the block; the last of several users stops them."""
        with (self.var / "servers.lock").open("a") as users:
            with self._alone():
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            try:
                yield
            finally:
                with self._alone():
                    self._stop_unless_used(users.fileno())

    def stop_unless_used(self) -> None:
        """Stop what a killed process left running, unless another one uses it."""
        with (self.var / "servers.lock").open("a") as users, self._alone():
            self._stop_unless_used(users.fileno())

    def _stop_unless_used(self, users: int) -> None:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.var / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Start whichever server does not answer yet."""
        try:
            own(self.sockets)
            self.valkey.start()
            self.postgresql.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.postgresql.stop()
        self.valkey.stop()
        if self.sockets.parent != self.var:
            shutil.rmtree(self.sockets, ignore_errors=True)


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
