#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from sector_portal import database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
    try:
        run()
    except database.DatabaseUnavailableError as error:
        sys.exit(str(error))


def run() -> None:
    database.ensure_running()
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        database.ensure_answers()  # or one sentence instead of a traceback
        raise


if __name__ == "__main__":
    main()
