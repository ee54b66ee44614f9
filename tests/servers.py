"""A pytest plugin: PostgreSQL and Valkey of this run's own, before Django starts.

With DATABASE_URL and REDIS_URL set, those servers are used instead. Where pytest-xdist
shares the tests out, each of its workers has servers of its own: a cache that another
worker empties would be none.
"""

import os
import shutil
import tempfile
from pathlib import Path

from civic.embedded import Servers

_folder: Path | None = None
_running = None

OURS = "TESTS_START_THEIR_SERVERS"  # so that a worker knows whose address it inherited

if os.environ.get(OURS) or not os.environ.get("DATABASE_URL"):
    os.environ[OURS] = "1"
    _folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    _folder.chmod(0o755)
    (_folder / "static").mkdir()
    _servers = Servers(_folder, durable=False)
    _running = _servers.running()
    _running.__enter__()
    os.environ.update(_servers.environment)
    os.environ["VAR_DIR"] = str(_folder)
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"
os.environ["MAIL_SENDERS"] = "1"  # other threads do not see what a test rolls back
os.environ["STATIC_MANIFEST"] = "0"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"


def pytest_unconfigure() -> None:
    if _running is not None and _folder is not None:
        _running.__exit__(None, None, None)
        shutil.rmtree(_folder, ignore_errors=True)
