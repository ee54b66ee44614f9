"""Leaves no process behind, however ``make run`` ends: asked, failed or killed.

A small process of its own learns the process groups that were started through a
pipe. When the pipe closes because its other end died, it stops them and then the
embedded servers. Until it is done it holds a lock, for which the next start waits.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from civic import embedded

PATIENCE = 15  # seconds a group gets before it is killed


def _is_led(group: int) -> bool:
    """Whether the process that the group is named for still runs."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(group, os.WNOHANG)  # if it is our child, leave no zombie
    try:
        os.kill(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _signal(groups: Iterable[int], number: int) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def stop_groups(groups: list[int]) -> None:
    """Ask each process group to stop, wait for its leader, kill what remains."""
    led = [group for group in groups if _is_led(group)]
    _signal(led, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while led and time.monotonic() < deadline:
        time.sleep(0.05)
        led = [group for group in led if _is_led(group)]
    _signal(groups, signal.SIGKILL)


class Watchdog:
    """The parent's side: names the process groups to guard."""

    def __init__(self, var: Path) -> None:
        self.groups: list[int] = []
        reading, self.pipe = os.pipe()
        with (var / "watchdog.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the last run may still be stopping
            self.process = subprocess.Popen(
                [sys.executable, "-m", "civic.watchdog"],
                stdin=reading,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
        os.close(reading)

    def guard(self, group: int) -> None:
        self.groups.append(group)
        os.write(self.pipe, b"%d\n" % group)

    def stop(self) -> None:
        """Stop what was started, then the watchdog."""
        stop_groups(self.groups)
        os.close(self.pipe)
        self.process.wait()


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    stop_groups([int(line) for line in sys.stdin])
    embedded.Servers(embedded.var_dir()).stop_unless_used()


if __name__ == "__main__":
    main()
