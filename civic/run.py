"""``make run``: the whole portal on this machine, stopped by Ctrl-C or SIGTERM."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from civic import embedded

PYTHON = sys.executable
STOPPING_TIME = 15  # seconds a process gets before it is killed


class CannotRun(Exception):
    """Something outside the portal is in the way; the message says what and how."""


def say(text: str) -> None:
    print(f"portal: {text}", file=sys.stderr, flush=True)


def port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT is {text!r}: expected a number from 1 to 65535.")
    return int(text)


def refuse_a_taken_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            raise CannotRun(
                f"port {number} cannot be used ({error.strerror}); "
                f"choose another: PORT={number + 1} make run"
            ) from error


@contextlib.contextmanager
def only_one_run() -> Iterator[None]:
    var = embedded.var_dir()
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(
                f"it already runs from {var}; stop it first, or set VAR_DIR to "
                "another folder for a second one."
            ) from error
        yield


def manage(*arguments: str) -> None:
    done = subprocess.run([PYTHON, "manage.py", *arguments], check=False)
    if done.returncode != 0:
        raise CannotRun(f"manage.py {' '.join(arguments)} failed (see above).")


def prepare() -> None:
    """Bring the database and the translations up to date; load the demonstration."""
    manage("compile_catalogs")
    manage("migrate", "--verbosity=0")
    manage("demo", "--if-empty")


def start(port_number: int) -> list[subprocess.Popen[bytes]]:
    celery = [PYTHON, "-m", "celery", "--app=civic"]
    commands = [
        [
            *(PYTHON, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1"),
            *(f"--port={port_number}", "--workers=2", "--workers-kill-timeout=5"),
            *("--log-level=warning", "civic.wsgi:application"),
        ],
        [*celery, "worker", "--concurrency=2", "--loglevel=WARNING"],
        [*celery, "beat", "--loglevel=WARNING", f"--pidfile={_beat_pid_file()}"],
    ]
    return [
        # A group of its own, so that Ctrl-C reaches only us and we stop all in order.
        subprocess.Popen(command, start_new_session=True)
        for command in commands
    ]


def _beat_pid_file() -> str:
    path = embedded.var_dir() / "beat.pid"
    path.unlink(missing_ok=True)  # only_one_run holds: a leftover is stale
    return str(path)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOPPING_TIME
    for process in processes:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for_any(processes: list[subprocess.Popen[bytes]]) -> None:
    """Return when a signal arrives or one of the processes ends."""
    asked_to_stop: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked_to_stop.append(received))
    while not asked_to_stop:
        for process in processes:
            if process.poll() is not None:
                raise CannotRun(f"{process.args[2]} ended by itself; stopping.")
        time.sleep(0.2)


def main() -> int:
    try:
        number = port()
        refuse_a_taken_port(number)
        with only_one_run(), embedded.servers_unless_named():
            prepare()
            processes = start(number)
            try:
                say(f"http://127.0.0.1:{number}/  (Ctrl-C stops it)")
                wait_for_any(processes)
            finally:
                stop(processes)
    except (CannotRun, embedded.ServerFailed) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
