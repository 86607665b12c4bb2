#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
    from sector_portal import database  # noqa: PLC0415 - after the settings are named

    try:
        database.ensure_running()
    except database.DatabaseUnavailableError as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - reads the settings

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
