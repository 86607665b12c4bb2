"""`python -m sector_portal.demo_server start [--port N] | stop | reset`, from .venv."""

import argparse
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from sector_portal import database, embedded_postgres
from sector_portal.background_process import one_at_a_time

from . import environment_file
from .preparation import prepare, say
from .web_server import HOST, WebServer, WebServerError, port_number
from .worker import Worker, WorkerError

CHECKOUT = database.BASE_DIR
TOLD = (WebServerError, WorkerError, embedded_postgres.EmbeddedPostgresError, CommandError)  # their text is for people


def start(port: str) -> None:
    wanted = port_number(port)
    environment_file.write_if_missing(CHECKOUT / ".env")
    web_server = WebServer(CHECKOUT)
    web_server.choose_port(wanted)  # a port in use is told before the long work, not after it
    sign_in_lines = prepare(CHECKOUT)
    say("Starting the worker and the web server")
    worker = Worker(CHECKOUT)
    worker.start()
    chosen = web_server.choose_port(wanted)
    web_server.start(chosen)
    worker.ensure_alive()
    sys.stdout.write("\n".join([f"Portal: http://{HOST}:{chosen}/", *sign_in_lines, ""]))


def stop() -> None:
    WebServer(CHECKOUT).stop()
    Worker(CHECKOUT).stop()
    embedded_postgres.stop(CHECKOUT)


def reset() -> None:
    if not database.is_embedded():
        raise CommandError("DATABASE_URL names a database that is not the demo's own: drop it there, if you mean to.")
    stop()
    embedded_postgres.remove(CHECKOUT)
    sys.stdout.write('The demo\'s data are gone. "make demo" makes them anew.\n')


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sector_portal.demo_server", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start").add_argument("--port", default="")
    commands.add_parser("stop")
    commands.add_parser("reset")
    return parser.parse_args()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
    asked = vars(arguments())
    command = {"start": start, "stop": stop, "reset": reset}[asked.pop("command")]
    state = CHECKOUT / ".portal"
    state.mkdir(exist_ok=True)
    try:
        with one_at_a_time(state / "demo.lock"):
            command(**asked)
    except TOLD as error:
        sys.exit(str(error))
    except ImproperlyConfigured as error:
        sys.exit(f"{error}: .env.example says what each variable means.")


if __name__ == "__main__":
    main()
