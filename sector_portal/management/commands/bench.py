import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sector_portal.benchmark.faults import faults
from sector_portal.benchmark.figures import figures
from sector_portal.benchmark.follow_up import follow_up
from sector_portal.benchmark.imports import RECORDS, record_costs
from sector_portal.benchmark.records import SIZES, research_costs, table
from sector_portal.benchmark.statistics import statistics_costs
from sector_portal.benchmark.web_server import NotReadyError, serving


class Command(BaseCommand):
    help = "Print, as JSON, how fast pages and searches are, as ratios in one run over the present database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=1.8, help="for each of the pages, as 200 and as 304")
        parser.add_argument("--searching", type=float, default=10, help="seconds for the searches")
        parser.add_argument(
            "--faults", action="store_true", help="instead, strike a database of its own under load; count the answers"
        )

        parser.add_argument(
            "--statistics",
            action="store_true",
            help="instead, ask for statistics at five million observations and at few",
        )
        parser.add_argument(
            "--records",
            nargs="*",
            type=int,
            metavar="NUMBER",
            help="instead, the search over 28,000 and 100,000 made-up records, or so many, in a database of its own",
        )
        parser.add_argument(
            "--imports",
            nargs="?",
            const=RECORDS,
            type=int,
            metavar="NUMBER",
            help="instead, seconds and memory of an import and of exports of 100,000 made-up records, or so many",
        )
        parser.add_argument(
            "--outcomes",
            nargs="?",
            const="",
            metavar="FILE",
            help="instead, the list of follow-up over 27,722 outcomes against 1,000; texts from a CSV file, or made up",
        )

    def handle(self, *_args: Any, seconds: float, searching: float, **options: Any) -> None:
        if options["statistics"]:
            self.stdout.write(json.dumps(statistics_costs(), indent=2))
            return
        if options["imports"]:
            self.stdout.write(json.dumps(record_costs(options["imports"]), indent=2))
            return
        if options["records"] is not None:
            found = research_costs(options["records"] or SIZES)
            self.stdout.write(json.dumps(found, indent=2))
            self.stderr.write(table(found))
            return
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["outcomes"] is not None:
            file = Path(options["outcomes"]) if options["outcomes"] else None
            self.stdout.write(json.dumps(follow_up(file), indent=2))
            return
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            log = Path(folder) / "gunicorn.log"
            try:
                if options["faults"]:
                    found = faults(log)
                else:
                    with serving(log) as port:
                        found = figures(port, seconds=seconds, searching=searching)
            except NotReadyError as error:
                raise CommandError(f"{error}\n{log.read_text()}") from error
        self.stdout.write(json.dumps(found, indent=2))
