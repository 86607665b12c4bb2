"""The environment the tests run in, set before Django reads its settings (a pytest plugin, see pyproject.toml)."""

import os
import sys

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-only-" + "x" * 40)
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DEBUG"] = "false"
os.environ["HTTPS"] = "false"
os.environ["LOG_REQUESTS"] = "false"
os.environ["STAFF_SECOND_FACTOR"] = "false"  # tests of it turn it on

from sector_portal import database

try:
    database.ensure_answers()
except database.DatabaseUnavailableError as error:
    sys.exit(str(error))  # once, instead of from every test
