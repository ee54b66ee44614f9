"""Ask the web process on this machine how it is: the containers' health check.

usage: python -m civic.probe /healthz/ready
"""

import http.client
import os
import sys


def is_healthy(path: str, host: str, port: int) -> bool:
    """Whether ``path`` answers 200 to someone who asks for ``host``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    port = int(os.environ.get("PORT") or 8000)
    sys.exit(0 if is_healthy(sys.argv[1], host, port) else 1)
