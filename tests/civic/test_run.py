"""``make run``: what is in the way is said in one line, and nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from civic import run
from civic.watchdog import Watchdog, stop_groups


def start_run(tmp_path, **variables) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "civic.run"],
        env={**os.environ, "VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "８０"])
def test_port_refuses_what_is_no_port(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(run.CannotRun) as refusal:
        run.port()

    assert str(refusal.value) == (
        f"PORT is {text!r}: expected a number from 1 to 65535."
    )


def test_port_is_8000_unless_named(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert run.port() == 8000

    monkeypatch.setenv("PORT", "8123")
    assert run.port() == 8123


def test_run_refuses_a_taken_port_in_one_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]

        done = start_run(tmp_path, PORT=str(number))

    assert done.returncode == 1
    assert done.stderr == (
        f"portal: port {number} cannot be used (Address already in use); "
        f"choose another: PORT={number + 1} make run\n"
    )


def test_run_refuses_a_second_one_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    with run.only_one_run():
        done = start_run(tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        f"portal: it already runs from {tmp_path}; stop it first, or set VAR_DIR to "
        "another folder for a second one.\n"
    )


STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"
MEEK = "import time; print(flush=True)"


def start_group(program: str) -> subprocess.Popen[bytes]:
    """Start a process that lasts, once it has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{program}; time.sleep(60)"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    process.stdout.readline()
    return process


def test_stop_groups_asks_first():
    with start_group(MEEK) as process:
        stop_groups([process.pid])

        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)


def test_stop_groups_kills_what_does_not_listen(monkeypatch):
    monkeypatch.setattr("civic.watchdog.PATIENCE", 0.5)

    with start_group(STUBBORN) as process:
        stop_groups([process.pid])

        assert process.wait(timeout=5) == -signal.SIGKILL


GUARDED = """
import subprocess, sys, time
from pathlib import Path
from civic.watchdog import Watchdog
watchdog = Watchdog(Path(sys.argv[1]))
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
)
watchdog.guard(child.pid)
print(child.pid, flush=True)
time.sleep(60)
"""


def test_watchdog_stops_what_a_killed_run_left(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", GUARDED, tmp_path],
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()

    Watchdog(tmp_path).stop()  # waits for the lock that the first one holds

    with pytest.raises(ProcessLookupError):
        os.killpg(child, signal.SIGCONT)
