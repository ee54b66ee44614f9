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
from civic.watchdog import Watchdog, stop_groups

PYTHON = sys.executable
STOPPED_BY_CTRL_C = 130
HIGHEST_PORT = 65_535


class CannotRun(Exception):
    """Something outside the portal is in the way; the message says what and how."""


class StopAsked(BaseException):
    """A signal asked us to stop; like KeyboardInterrupt, nothing else catches it."""


def say(text: str) -> None:
    sys.stderr.write(f"portal: {text}\n")
    sys.stderr.flush()


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= HIGHEST_PORT):
        raise CannotRun(
            f"PORT is {text!r}: expected a number from 1 to {HIGHEST_PORT}."
        )
    return int(text)


def refuse_a_taken_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            other = number + 1 if number < HIGHEST_PORT else 8000
            raise CannotRun(
                f"port {number} cannot be used ({error.strerror}); "
                f"choose another: PORT={other} make run"
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


def raise_when_asked_to_stop() -> None:
    """Turn the first signal into StopAsked, from the first second to the last."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, _frame: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise StopAsked(number)

    for each in signals:
        signal.signal(each, stop)


def start(watchdog: Watchdog, *command: str) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that Ctrl-C reaches only us."""
    process = subprocess.Popen([PYTHON, *command], start_new_session=True)
    watchdog.guard(process.pid)
    return process


def manage(watchdog: Watchdog, *arguments: str) -> None:
    if start(watchdog, "manage.py", *arguments).wait() != 0:
        raise CannotRun(f"manage.py {' '.join(arguments)} failed (see above).")


def prepare(watchdog: Watchdog) -> None:
    """Bring the database and the translations up to date; load the demonstration."""
    manage(watchdog, "compile_catalogs", "--verbosity=0")
    manage(watchdog, "migrate", "--verbosity=0")
    manage(watchdog, "demo", "--if-empty")


def start_portal(watchdog: Watchdog, number: int) -> dict[str, subprocess.Popen[bytes]]:
    """Start web, worker and beat: what production runs, with fewer workers."""
    celery = ("-m", "celery", "--quiet", "--app=civic")
    beat_files = embedded.var_dir() / "beat"
    return {
        "web": start(
            watchdog,
            *("-m", "granian", "--interface=wsgi", "--host=127.0.0.1"),
            *(f"--port={number}", "--workers=2", "--workers-kill-timeout=5"),
            *("--blocking-threads=4", "--backpressure=64"),
            *("--log-level=warning", "civic.wsgi:application"),
        ),
        "worker": start(
            watchdog,
            # Celery warns root, because of a message format that is switched off.
            *("-W", "ignore:You're running the worker with superuser"),
            *(*celery, "worker", "--concurrency=2", "--loglevel=WARNING"),
            *("--without-gossip", "--without-mingle"),
        ),
        "beat": start(
            watchdog,
            *(*celery, "beat", "--loglevel=WARNING", "--pidfile="),
            f"--schedule={beat_files}",
        ),
    }


def wait_until_it_answers(web: subprocess.Popen[bytes], number: int) -> None:
    while web.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
            return
        time.sleep(0.05)


def wait_for_any(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Return never: StopAsked comes by signal, CannotRun when a process ends."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise CannotRun(f"the {name} process ended by itself; stopping.")
        time.sleep(0.2)


def serve(watchdog: Watchdog, number: int) -> None:
    prepare(watchdog)
    processes = start_portal(watchdog, number)
    wait_until_it_answers(processes["web"], number)
    say(f"http://127.0.0.1:{number}/  (Ctrl-C stops it)")
    wait_for_any(processes)


def run() -> None:
    number = port()
    with only_one_run():
        watchdog = Watchdog(embedded.var_dir())
        try:
            refuse_a_taken_port(number)
            with embedded.servers_unless_named():
                try:
                    serve(watchdog, number)
                finally:
                    stop_groups(watchdog.groups)
        finally:
            watchdog.stop()


def main() -> int:
    raise_when_asked_to_stop()
    try:
        run()
    except (CannotRun, embedded.ServerFailed) as error:
        say(str(error))
        return 1
    except StopAsked as asked:
        return STOPPED_BY_CTRL_C if asked.args[0] == signal.SIGINT else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
