import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sector_portal.benchmark.faults import faults
from sector_portal.benchmark.figures import figures
from sector_portal.benchmark.follow_up import follow_up
from sector_portal.benchmark.imports import RECORDS, record_costs
from sector_portal.benchmark.outlets import RECORDS as GIVEN_AWAY
from sector_portal.benchmark.outlets import outlet_costs
from sector_portal.benchmark.records import SIZES, research_costs
from sector_portal.benchmark.report import table
from sector_portal.benchmark.statistics import statistics_costs
from sector_portal.benchmark.web_server import NotReadyError, collect_static_files, serving


class Command(BaseCommand):
    help = (
        "Print, as JSON, how fast pages and searches are, as ratios in one run over the present database. "
        "--records, --outcomes and --statistics can be asked together, and make one table."
    )

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
            help="instead, the search over 100,000 and 1,000,000 made-up records, or so many, in a database of its own",
        )
        parser.add_argument(
            "--imports",
            nargs="?",
            const=RECORDS,
            type=int,
            metavar="NUMBER",
            help="instead, seconds and memory of an import of 100,000 made-up records, or so many",
        )
        parser.add_argument(
            "--outlets",
            nargs="?",
            const=GIVEN_AWAY,
            type=int,
            metavar="NUMBER",
            help="instead, exports and OAI-PMH lists of 100,000 made-up records, or so many, in a database of its own",
        )
        parser.add_argument(
            "--outcomes",
            nargs="?",
            const="",
            metavar="FILE",
            help="instead, the list of follow-up over 27,722 outcomes against 1,000; texts from a CSV file, or made up",
        )

    def handle(self, *_args: Any, seconds: float, searching: float, **options: Any) -> None:
        if options["imports"]:
            self.stdout.write(json.dumps(record_costs(options["imports"]), indent=2))
            return
        collect_static_files()
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            log = Path(folder) / "gunicorn.log"
            try:
                if found := _load_cases(options):
                    self.stderr.write(table(found))
                elif options["faults"]:
                    found = faults(log)
                elif options["outlets"]:
                    found = outlet_costs(options["outlets"])
                else:
                    with serving(log) as port:
                        found = figures(port, seconds=seconds, searching=searching)
            except NotReadyError as error:
                said = log.read_text() if log.exists() else ""
                raise CommandError(f"{error}\n{said}") from error
        self.stdout.write(json.dumps(found, indent=2))


def _load_cases(options: dict[str, Any]) -> dict[str, Any]:
    """Those that were asked for, one after another: together they make one table."""
    found: dict[str, Any] = {}
    if options["records"] is not None:
        found["research"] = research_costs(options["records"] or SIZES)
    if options["outcomes"] is not None:
        found["follow-up"] = follow_up(Path(options["outcomes"]) if options["outcomes"] else None)
    if options["statistics"]:
        found["statistics"] = statistics_costs()
    return found
