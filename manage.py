#!/usr/bin/env python
"""Run a management command; without DATABASE_URL, on the embedded servers."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
    from django.core.management import execute_from_command_line

    from civic import embedded

    with embedded.servers_unless_named():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
