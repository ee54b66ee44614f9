"""Run a command on an embedded PostgreSQL and Valkey made for it alone.

usage: python -m scripts.on_own_servers manage.py migrate
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from civic.embedded import Servers


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-own-") as folder:
        Path(folder).chmod(0o755)  # as root, the servers run as another user
        servers = Servers(Path(folder), durable=False)
        with servers.running():
            variables = os.environ | servers.environment | {"VAR_DIR": folder}
            return subprocess.run(
                [sys.executable, *sys.argv[1:]], env=variables, check=False
            ).returncode


if __name__ == "__main__":
    sys.exit(main())
